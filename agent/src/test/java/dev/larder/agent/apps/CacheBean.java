package dev.larder.agent.apps;

import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The agent in this process as an operator sees it. */
final class CacheBean {

    private static final String NO_MODE = "NONE";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;

    CacheBean() throws JMException {
        name = new ObjectName("dev.larder:type=Cache");
    }

    /** {@code NONE} before the agent has registered its MBean. */
    String mode() throws JMException {
        return read("Mode");
    }

    String read(String attribute) throws JMException {
        try {
            return String.valueOf(server.getAttribute(name, attribute));
        } catch (InstanceNotFoundException e) {
            return NO_MODE;
        }
    }

    void evict(String key) throws JMException {
        server.invoke(name, "evict", new Object[] {key}, new String[] {String.class.getName()});
    }

    void evictPattern(String pattern) throws JMException {
        server.invoke(name, "evictPattern", new Object[] {pattern}, new String[] {String.class.getName()});
    }

    void evictAll() throws JMException {
        server.invoke(name, "evictAll", new Object[0], new String[0]);
    }
}
