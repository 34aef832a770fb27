package dev.larder.agent.core.config.source;

import java.util.Map;

/**
 * The application's settings for JDK services, which the agent must not disturb.
 *
 * @param hasOwnLogManager whether the application configures its own manager for {@code java.util.logging}
 * @param isJdkTool whether this JVM is a tool of the JDK, such as {@code javac} or {@code keytool}
 */
public record HostSetup(boolean hasOwnLogManager, boolean isJdkTool) {

    /**
     * The launcher's property with the main class, the jar, or the module and its main class, followed by the
     * arguments.
     */
    private static final String COMMAND = "sun.java.command";

    /** {@code java Program.java}: the compiler's module, but the user's program. */
    private static final String SOURCE_LAUNCHER = "jdk.compiler/com.sun.tools.javac.launcher.";

    public static HostSetup of(Map<String, String> systemProperties) {
        return new HostSetup(
                systemProperties.containsKey("java.util.logging.manager"),
                isJdkTool(systemProperties.getOrDefault(COMMAND, "")));
    }

    private static boolean isJdkTool(String command) {
        boolean isOfTheJdk = command.startsWith("java.") || command.startsWith("jdk.");
        int end = command.indexOf(' ');
        String program = end < 0 ? command : command.substring(0, end);
        return isOfTheJdk && program.indexOf('/') > 0 && !program.startsWith(SOURCE_LAUNCHER);
    }
}
