package dev.larder.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * The entry point of {@code -javaagent:larder-agent.jar}, and of {@code java -jar}, which prints the version.
 *
 * <p>Refuses a JVM that is too old and a second copy of itself, then starts the core in its own class loader.
 *
 * <p><b>Failure.</b> An exception from {@code premain} would abort the JVM, so none is thrown: a fault is logged in one
 * line, and the application runs as if the agent were not there.
 *
 * <p><b>Why</b> compiled for Java 8, unlike the rest of the agent: on a JVM that is too old, this class must load to
 * report that. For the same reason it names the other classes by strings.
 */
public final class LarderAgent {

    private static final int OLDEST_JAVA = 17;
    private static final String ISOLATED_LOADER = "dev.larder.agent.bridge.AgentClassLoader";
    private static final String CORE = "dev.larder.agent.core.AgentCore";

    /** Static, so that a second jar finds it: the JVM takes this class from the first one for both. */
    private static final AtomicInteger ATTACHED = new AtomicInteger();

    private LarderAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        try {
            attach(arguments, instrumentation);
        } catch (InvocationTargetException e) {
            giveUp(e.getCause());
        } catch (Throwable e) { // not only Exception: a truncated jar shows as LinkageError
            giveUp(e);
        }
    }

    public static void main(String[] arguments) {
        System.out.println("Larder " + version() + ", transparent method-level caching for Java services.");
        System.out.println();
        System.out.println("Attach it to an application:");
        System.out.println("  java -javaagent:larder-agent.jar -jar application.jar");
        System.out.println("  java -javaagent:larder-agent.jar=redis.url=redis://localhost:6379 -jar application.jar");
        System.out.println();
        System.out.println("Methods annotated with @dev.larder.Cached then go through the cache. Needs Java "
                + OLDEST_JAVA + " or later.");
    }

    private static void attach(String arguments, Instrumentation instrumentation) throws Exception {
        int before = ATTACHED.getAndIncrement();
        if (before == 1) {
            say("WARN LDR-0104 The agent is attached more than once. The first one works, the others do nothing."
                    + " Look for a second -javaagent on the command line, in JAVA_TOOL_OPTIONS and JDK_JAVA_OPTIONS.");
        } else if (before == 0 && isJavaNewEnough()) {
            startCore(arguments, instrumentation);
        }
    }

    private static boolean isJavaNewEnough() {
        String java = System.getProperty("java.specification.version");
        // "1.8" up to Java 8, plain numbers from 9 on.
        boolean isEnough = !java.startsWith("1.") && Integer.parseInt(java) >= OLDEST_JAVA;
        if (!isEnough) {
            say("WARN LDR-0105 This is Java " + java + ", Larder needs " + OLDEST_JAVA
                    + " or later. The application runs without caching.");
        }
        return isEnough;
    }

    private static void startCore(String arguments, Instrumentation instrumentation) throws Exception {
        ClassLoader isolated = (ClassLoader) make(Class.forName(ISOLATED_LOADER));
        @SuppressWarnings("unchecked") // see AgentCore
        BiConsumer<String, Instrumentation> core =
                (BiConsumer<String, Instrumentation>) make(Class.forName(CORE, true, isolated));
        core.accept(arguments, instrumentation);
    }

    /**
     * Without arguments: for a reflective call with arguments, newer JVMs generate classes, which takes longer than
     * everything else here.
     */
    private static Object make(Class<?> type) throws ReflectiveOperationException {
        return type.getDeclaredConstructor().newInstance();
    }

    private static void giveUp(Throwable fault) {
        try {
            Throwable cause = fault; // what wraps it says nothing
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            say("ERROR LDR-0106 Larder could not start: " + cause + ". The application runs without caching."
                    + " Check that the agent's jar is complete, version " + version() + ".");
        } catch (Throwable e) { // most likely out of memory: it cannot be reported
            return;
        }
    }

    private static void say(String line) {
        System.err.println("[larder] " + Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
    }

    private static String version() {
        Package self = LarderAgent.class.getPackage();
        String version = self == null ? null : self.getImplementationVersion();
        return version == null ? "of unknown version" : version;
    }
}
