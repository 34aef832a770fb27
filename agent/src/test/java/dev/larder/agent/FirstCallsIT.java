package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first call of a method links it; it may come at a bad moment. */
final class FirstCallsIT {

    private static final int METHODS = 300;

    /**
     * Runs out of stack, and on the way back calls a method it has not called before from each frame; some 100 KB from the
     * stack's end to where there is enough of it.
     */
    private static final String DEEP = """
            import dev.larder.Cached;
            import java.lang.management.ManagementFactory;
            import javax.management.MBeanServer;
            import javax.management.ObjectName;

            public class Deep {
                static final int[] RUNS = new int[%1$d];
                static int next;
                static int overflows;

                static long dive(long a, long b, long c, long d, long e, long f, long g, long h) {
                    long result = 0;
                    try {
                        result = dive(b, c, d, e, f, g, h, a) + 1;
                    } catch (StackOverflowError error) {
                        result = 1;
                    }
                    if (next < RUNS.length) {
                        int method = next++;
                        try {
                            call(method, 1);
                        } catch (StackOverflowError error) {
                            overflows++;
                        }
                    }
                    return result + a + b + c + d + e + f + g + h;
                }

                static String call(int method, int argument) {
                    switch (method) {
            %2$s
                        default: throw new AssertionError();
                    }
                }

            %3$s

                public static void main(String[] args) throws Exception {
                    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                    ObjectName cache = new ObjectName("dev.larder:type=Cache");
                    Object first = new Other().first();
                    dev.larder.agent.apps.Awaiting.until(() -> server.isRegistered(cache));
                    dev.larder.agent.apps.Awaiting.until(() -> server.getAttribute(cache, "Mode").equals("MEMORY"));
                    Thread diver = new Thread(() -> dive(1, 2, 3, 4, 5, 6, 7, 8));
                    diver.start();
                    diver.join();
                    int healed = 0;
                    for (int i = 0; i < RUNS.length; i++) {
                        RUNS[i] = 0;
                        String once = call(i, 2);
                        healed += once.equals(call(i, 2)) && RUNS[i] == 1 ? 1 : 0;
                    }
                    System.out.println("called " + next + " healed " + healed);
                }

                static class Other {
                    @Cached(ttl = 60) String first() { return "first"; }
                }
            }
            """;

    @TempDir
    Path directory;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void f3_firstCallAtTheEndOfTheStack_leavesEveryMethodCachedAfterwards(Jdk jdk) throws Exception {
        Path classes = Javac.compile(jdk, 17, directory, Map.of("Deep", source()));

        Finished finished = ChildJvm.on(jdk)
                .options("-Xss512k")
                .classPath(classes, PackedAgent.annotations())
                .agent(PackedAgent.jar())
                .main("Deep")
                .run();

        assertThat(finished.stdout().lines())
                .as(finished.stderr())
                .containsExactly("called " + METHODS + " healed " + METHODS);
        assertThat(finished.agentLines())
                .filteredOn(line -> line.contains("WARN"))
                .allMatch(line -> line.contains("could not be linked (java.lang.StackOverflowError)")
                        && line.contains("after a stack overflow each of them"));
    }

    private static String source() {
        StringBuilder cases = new StringBuilder();
        StringBuilder methods = new StringBuilder();
        for (int i = 0; i < METHODS; i++) {
            cases.append("case " + i + ": return m" + i + "(argument);\n");
            methods.append("@Cached(key = \"m" + i + ":{0}\", ttl = 60) static String m" + i + "(int n) { RUNS[" + i
                    + "]++; return \"m" + i + " \" + n; }\n");
        }
        return DEEP.formatted(METHODS, cases, methods);
    }
}
