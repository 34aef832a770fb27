package dev.larder.agent.core.jmx;

import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/**
 * An application in a JVM of its own, with the registrar beside it. Its first argument says how it uses JMX; what comes
 * of it is printed for {@link MBeanRegistrarTest}.
 */
final class JmxApplication {

    private JmxApplication() {}

    public static void main(String[] arguments) throws Exception {
        MBeanRegistrar registrar = new MBeanRegistrar(new FakeCache(), arguments[0].startsWith("agentCreates"));
        registrar.register(new FakeMethod("com.acme.UserService.findById(long)"));
        registrar.start();
        System.out.println("started");
        switch (arguments[0]) {
            case "never", "agentCreatesUnseen" -> watchForALittle();
            case "late" -> createLate(registrar);
            case "ownBuilder" -> {
                Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[] {new URL(arguments[1])}));
                createLate(registrar);
            }
            case "agentCreates" -> System.out.println("registered " + awaitMBean("dev.larder:type=Cache"));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void createLate(MBeanRegistrar registrar) throws Exception {
        registrar.noticeUse();
        watchForALittle();
        System.out.println("servers " + MBeanServerFactory.findMBeanServer(null).size());
        MBeanServer other = MBeanServerFactory.createMBeanServer("of-a-library");
        watchForALittle();
        System.out.println("in another server "
                + other.queryNames(new ObjectName("dev.larder:*"), null).size());
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        long created = System.nanoTime();
        System.out.println("domain " + server.getDefaultDomain());
        boolean registered = awaitMBean("dev.larder:type=CachedMethod,*");
        System.out.println("registered " + registered);
        System.out.println("millis " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - created));
        CountDownLatch told = new CountDownLatch(1);
        if (registered) {
            server.addNotificationListener(
                    new ObjectName("dev.larder:type=Cache"), (notification, handback) -> told.countDown(), null, null);
            registrar.notifyChange(new ModeChange("REDIS", "MEMORY", Instant.EPOCH, "gone"));
            System.out.println("told " + told.await(5, TimeUnit.SECONDS));
        }
    }

    /** Time in which an agent that creates servers would have made one: several of its polls. */
    @SuppressWarnings("ResultOfMethodCallIgnored")
    private static void watchForALittle() throws InterruptedException {
        new CountDownLatch(1).await(700, TimeUnit.MILLISECONDS);
    }

    private static boolean awaitMBean(String pattern) throws InterruptedException, JMException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 500; i++) {
            for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
                if (!server.queryNames(new ObjectName(pattern), null).isEmpty()) {
                    return true;
                }
            }
            never.await(10, TimeUnit.MILLISECONDS);
        }
        return false;
    }
}
