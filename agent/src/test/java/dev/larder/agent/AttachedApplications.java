package dev.larder.agent;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Applications that have nothing to do with caching. */
abstract class AttachedApplications {

    static final String HELLO = """
            public class Hello {
                @dev.larder.Cached(ttl = 60)
                static String greet(String who) { return "hello " + who; }
                public static void main(String[] args) {
                    System.out.println(greet("world"));
                    System.err.println("warned");
                    System.exit(3);
                }
            }
            """;

    /** Prints what the application sees of resources that libraries and containers look for. */
    static final String RESOURCES = """
            import java.util.*;
            public class Resources {
                public static void main(String[] args) throws Exception {
                    for (String name : args) {
                        Set<String> found = new TreeSet<>();
                        Resources.class.getClassLoader().getResources(name).asIterator()
                            .forEachRemaining(url -> found.add(url.toString()));
                        System.out.println(name + " " + found);
                    }
                    for (String name : List.of("dev.larder.agent.core.AgentCore", "io.lettuce.core.RedisClient",
                            "dev.larder.agent.core.lib.lettuce.core.RedisClient",
                            "net.bytebuddy.jar.asm.ClassReader", "dev.larder.agent.LarderAgent")) {
                        try {
                            System.out.println("sees " + Class.forName(name).getName());
                        } catch (ClassNotFoundException e) {
                            System.out.println("not " + name);
                        }
                    }
                    Set<String> packages = new TreeSet<>();
                    for (Package p : Package.getPackages()) {
                        if (p.getName().contains("larder")) packages.add(p.getName());
                    }
                    System.out.println("packages " + packages);
                }
            }
            """;

    /** Waits for a line on stdin, then loads and calls a class that has not been loaded. */
    static final String LATE = """
            public class Late {
                static class Service {
                    @dev.larder.Cached(ttl = 60) String read(int id) { return "value " + id; }
                }
                public static void main(String[] args) throws Exception {
                    System.out.println("ready");
                    System.in.read();
                    System.out.println(new Service().read(7) + new Service().read(7));
                }
            }
            """;

    /** Caches a call, and stays long enough for the agent to lose patience. */
    static final String SILENT = """
            public class Silent {
                @dev.larder.Cached(ttl = 60) static String read(int id) { return "value " + id; }
                public static void main(String[] args) throws Exception {
                    System.out.println(read(1));
                    System.in.read();
                }
            }
            """;

    @TempDir
    static Path directory;

    static Path classes;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of("Hello", HELLO, "Resources", RESOURCES, "Late", LATE, "Silent", SILENT));
    }

    static ChildJvm jvm(Jdk jdk) {
        return ChildJvm.on(jdk).briefly().classPath(classes, PackedAgent.annotations());
    }

    static ChildJvm hello(Jdk jdk) {
        return jvm(jdk).main("Hello");
    }
}
