package dev.larder.agent.apps;

import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;

/** The agent in this process as an operator sees it. */
public final class CacheBean {

    private static final String NO_MODE = "NONE";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;

    public CacheBean() throws JMException {
        name = new ObjectName("dev.larder:type=Cache");
    }

    /** {@code NONE} before the agent has registered its MBean. */
    public String mode() throws JMException {
        return read("Mode");
    }

    public String read(String attribute) throws JMException {
        try {
            return String.valueOf(server.getAttribute(name, attribute));
        } catch (InstanceNotFoundException e) {
            return NO_MODE;
        }
    }

    public void evict(String key) throws JMException {
        server.invoke(name, "evict", new Object[] {key}, new String[] {String.class.getName()});
    }

    public void evictPattern(String pattern) throws JMException {
        server.invoke(name, "evictPattern", new Object[] {pattern}, new String[] {String.class.getName()});
    }

    public void evictAll() throws JMException {
        server.invoke(name, "evictAll", new Object[0], new String[0]);
    }

    /** Whether it is in mode {@code REDIS} and has told Redis of all it evicted without it. */
    public boolean isInRedis() throws JMException {
        return mode().equals("REDIS") && read("JournalSize").equals("0");
    }

    /** The same, and Redis answers, without a change of mode between. */
    public boolean worksWithRedis() throws JMException {
        String before = read("ModeSince");
        return isInRedis() && ping() && isInRedis() && read("ModeSince").equals(before);
    }

    /** Whether Redis answers, by the connection that is in force. */
    private boolean ping() throws JMException {
        try {
            server.invoke(name, "ping", new Object[0], new String[0]);
            return true;
        } catch (MBeanException | RuntimeMBeanException unanswered) {
            return false;
        }
    }
}
