package dev.larder.agent.apps;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** For applications whose first call is already to go to Redis. */
final class RedisMode {

    private RedisMode() {}

    /** Returns when the agent says that Redis answers. */
    static void await() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName cache = new ObjectName("dev.larder:type=Cache");
        Awaiting.until(() ->
                server.isRegistered(cache) && server.getAttribute(cache, "Mode").equals("REDIS"));
    }
}
