package dev.larder.agent.core.jmx;

import java.util.Arrays;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;

/** The beans of a cache on a server of their own. */
abstract class RegisteredBeans {

    static final String FIND = "com.acme.UserService.findById(long)";

    final MBeanServer server = MBeanServerFactory.newMBeanServer();
    final FakeCache cache = new FakeCache();
    ObjectName cacheName;
    ServerBeans beans;

    @BeforeEach
    void register() throws JMException {
        cacheName = new ObjectName("dev.larder:type=Cache");
        beans = new ServerBeans(server, cache);
    }

    Object invoke(String operation, String... arguments) throws JMException {
        String[] types = new String[arguments.length];
        Arrays.fill(types, String.class.getName());
        return server.invoke(cacheName, operation, arguments, types);
    }

    static ObjectName methodName(String signature, String suffix) throws JMException {
        return new ObjectName("dev.larder:type=CachedMethod,name=\"" + signature + "\"" + suffix);
    }
}
