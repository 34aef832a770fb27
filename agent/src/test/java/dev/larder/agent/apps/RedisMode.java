package dev.larder.agent.apps;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** For applications whose first call is already to go to Redis. */
final class RedisMode {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private RedisMode() {}

    /** Returns when the agent says that Redis answers. */
    static void await() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName cache = new ObjectName("dev.larder:type=Cache");
        String mode = "none";
        for (long start = System.nanoTime(); !mode.equals("REDIS"); TimeUnit.MILLISECONDS.sleep(10)) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IllegalStateException("The mode is " + mode);
            }
            try {
                mode = String.valueOf(server.getAttribute(cache, "Mode"));
            } catch (InstanceNotFoundException e) {
                mode = "none";
            }
        }
    }
}
