package dev.larder.agent.core.jmx;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.AttributeChangeNotification;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The agent's MBeans in one MBean server.
 *
 * <p><b>Threads.</b> Confined to the registrar's thread. The server and its listeners may be the application's code.
 *
 * <p><b>Failure.</b> The constructor throws what the server throws; a custom server may throw anything. Later, the
 * first failure is one WARN, and further ones are not logged.
 */
final class ServerBeans {

    private static final String CACHE = "dev.larder:type=Cache";
    private static final String METHOD = "dev.larder:type=CachedMethod,name=";
    private static final int MAX_INSTANCES = 1_000;

    private final MBeanServer server;
    private final ObjectName cacheName;
    private final NotificationBroadcasterSupport notifications =
            new NotificationBroadcasterSupport(new MBeanNotificationInfo(
                    new String[] {AttributeChangeNotification.ATTRIBUTE_CHANGE},
                    AttributeChangeNotification.class.getName(),
                    "The attribute Mode changed; the message says why"));
    private final Map<CachedMethodView, ObjectName> registered = new LinkedHashMap<>();

    /** Methods that the server refused; they are not registered again. */
    private final Set<CachedMethodView> refused = new HashSet<>();

    private long sentNotifications;
    private boolean warned;

    ServerBeans(MBeanServer server, CacheOperations cache) throws JMException {
        this.server = server;
        this.cacheName = new ObjectName(CACHE);
        CacheBean bean = new CacheBean(cache);
        server.registerMBean(new DescribedMBean(bean, CacheMXBean.class, notifications, bean::readTogether), cacheName);
    }

    /**
     * The agent's MBeans in the platform's server, or null while there is none.
     *
     * @param mayCreate whether to create the server if it is absent
     */
    static @Nullable ServerBeans inPlatformServer(CacheOperations cache, boolean mayCreate) throws JMException {
        MBeanServer server = mayCreate ? ManagementFactory.getPlatformMBeanServer() : findPlatformServer();
        return server == null ? null : new ServerBeans(server, cache);
    }

    /** Does not create a server: the factory only lists the existing ones. */
    private static @Nullable MBeanServer findPlatformServer() throws JMException {
        ObjectName runtime = new ObjectName(ManagementFactory.RUNTIME_MXBEAN_NAME);
        for (MBeanServer server : List.copyOf(MBeanServerFactory.findMBeanServer(null))) {
            if (server.isRegistered(runtime)) {
                return server;
            }
        }
        return null;
    }

    /** Unregisters MBeans of methods that are not in {@code methods}, and registers the new ones. */
    void update(Set<CachedMethodView> methods) {
        for (Iterator<Map.Entry<CachedMethodView, ObjectName>> known =
                        registered.entrySet().iterator();
                known.hasNext(); ) {
            Map.Entry<CachedMethodView, ObjectName> entry = known.next();
            if (!methods.contains(entry.getKey())) {
                known.remove();
                unregister(entry.getValue());
            }
        }
        refused.retainAll(methods);
        for (CachedMethodView method : methods) {
            if (!registered.containsKey(method) && !refused.contains(method)) {
                register(method);
            }
        }
    }

    void send(ModeChange change) {
        try {
            notifications.sendNotification(new AttributeChangeNotification(
                    cacheName,
                    ++sentNotifications,
                    change.at().toEpochMilli(),
                    change.from() + " -> " + change.to() + ": " + change.reason(),
                    "Mode",
                    String.class.getName(),
                    change.from(),
                    change.to()));
        } catch (Throwable e) { // a listener's; it must not end the thread
            warnOnce(e);
        }
    }

    private void register(CachedMethodView method) {
        try {
            registered.put(method, registerNumbered(method));
        } catch (JMException | RuntimeException e) {
            refused.add(method);
            warnOnce(e);
        }
    }

    /** A method of the same name in another loader, or of another agent, has the plain name: append a number. */
    private ObjectName registerNumbered(CachedMethodView method) throws JMException {
        DescribedMBean bean = new DescribedMBean(
                new CachedMethodBean(method), CachedMethodMXBean.class, new NotificationBroadcasterSupport());
        String plain = METHOD + ObjectName.quote(method.signature());
        for (int instance = 1; instance < MAX_INSTANCES; instance++) {
            ObjectName name = new ObjectName(instance == 1 ? plain : plain + ",instance=" + instance);
            if (!server.isRegistered(name)) {
                try {
                    server.registerMBean(bean, name);
                    return name;
                } catch (InstanceAlreadyExistsException e) {
                    // The number was taken meanwhile; try the next one.
                }
            }
        }
        throw new InstanceAlreadyExistsException(plain);
    }

    private void unregister(ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // The application has unregistered it already.
        } catch (JMException | RuntimeException e) {
            warnOnce(e);
        }
    }

    private void warnOnce(Throwable cause) {
        if (!warned) {
            warned = true;
            AgentLog.say(Message.MBEAN_SERVER_FAILED.of(), cause);
        }
    }
}
