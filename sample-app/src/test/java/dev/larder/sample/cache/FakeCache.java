package dev.larder.sample.cache;

import java.lang.management.ManagementFactory;
import java.util.Hashtable;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Stands in for the agent: an MBean under the agent's name, and one for a cached method, from {@link #attach} until
 * {@link #detach}. It has some attributes only, so that readers must do without the others.
 */
public final class FakeCache implements FakeCacheMBean {

    /** The mode that throws when asked for. */
    static final String BROKEN = "broken";

    private static final String METHOD = "dev.larder.sample.user.UserService.findById(long)";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private String mode = "OFF";

    public void attach(String mode) throws JMException {
        this.mode = mode;
        server.registerMBean(this, cacheName());
        server.registerMBean(new FakeMethod(), methodName());
    }

    /** Also does when nothing is attached. */
    public void detach() throws JMException {
        if (server.isRegistered(cacheName())) {
            server.unregisterMBean(cacheName());
            server.unregisterMBean(methodName());
        }
    }

    @Override
    public String getMode() {
        if (mode.equals(BROKEN)) {
            throw new IllegalStateException("out of order");
        }
        return mode;
    }

    @Override
    public String getModeSince() {
        return "2026-01-01T10:00:00Z";
    }

    @Override
    public String getModeReason() {
        return "The test says so.";
    }

    @Override
    public long getHits() {
        return 1234;
    }

    @Override
    public double getHitRate() {
        return 0.75;
    }

    @Override
    public boolean isEnabled() {
        return true;
    }

    private static ObjectName cacheName() throws JMException {
        return new ObjectName("dev.larder:type=Cache");
    }

    private static ObjectName methodName() throws JMException {
        return new ObjectName(
                "dev.larder", new Hashtable<>(Map.of("type", "CachedMethod", "name", ObjectName.quote(METHOD))));
    }
}
