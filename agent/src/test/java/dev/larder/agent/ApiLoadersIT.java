package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API and the packed agent where there are several class loaders, or classes that pretend to be the agent's. */
final class ApiLoadersIT extends ApplicationsOfTheApi {

    /** Uses the API alone, and leaves nothing in memory. */
    private static final String VISITOR = """
            package guest;
            import dev.larder.*;
            import java.util.List;
            public class Visitor implements java.util.function.Function<String, String> {
                public record Item(String text) {}
                @Override public String apply(String id) {
                    LarderCache<List<Item>> items = Larder.cache(new ValueType<List<Item>>() {});
                    items.getOrLoad(id, () -> List.of(new Item("mine")));
                    Larder.cache(Item.class).put("put", new Item("mine"));
                    Larder.cache(String.class).getOrLoad("text", () -> "mine");
                    String found = items.get(id) + " " + Larder.cache(Item.class).get("put");
                    Larder.cache(Item.class).evictPattern("*");
                    return found;
                }
            }
            """;

    /** An application in a loader of its own. */
    private static final String GUEST = """
            package guest;
            import dev.larder.*;
            import java.util.List;
            public class Guest implements java.util.function.Function<String, String> {
                public record Item(String text) {}
                @Cached(key = "item:{0}", ttl = 60) Item item(String id) { return new Item(id); }
                @Cached(key = "text:{0}", ttl = 60) String text(String id) { return id; }
                @Override public String apply(String id) {
                    item(id);
                    text(id);
                    Item item = Larder.cache(Item.class).get("item:" + id);
                    String text = Larder.cache(String.class).get("text:" + id);
                    List<Item> items = Larder.cache(new ValueType<List<Item>>() {}).getOrLoad("items", () -> List.of(item));
                    return Larder.isActive() + " " + item + " " + text + " " + items.get(0).text() + " "
                        + Larder.cache(Item.class).increment("n");
                }
            }
            """;

    /** Runs two of them: each with an API of its own, then both with the API of a common parent. */
    private static final String HOST = """
            import java.lang.ref.WeakReference;
            import java.net.*;
            import java.nio.file.*;
            import java.util.function.Function;
            public class Host {
                public static void main(String[] args) throws Exception {
                    URL api = Path.of(args[0]).toUri().toURL();
                    URL app = Path.of(args[1]).toUri().toURL();
                    ClassLoader platform = ClassLoader.getPlatformClassLoader();
                    ClassLoader common = new URLClassLoader(new URL[] {api}, platform);
                    System.out.println(run(new URLClassLoader(new URL[] {api, app}, platform), "Guest"));
                    System.out.println(run(new URLClassLoader(new URL[] {api, app}, platform), "Guest"));
                    System.out.println(run(new URLClassLoader(new URL[] {app}, common), "Guest"));
                    System.out.println(run(new URLClassLoader(new URL[] {app}, common), "Guest"));
                    ClassLoader visiting = new URLClassLoader(new URL[] {app}, common);
                    System.out.println(run(visiting, "Visitor"));
                    WeakReference<ClassLoader> gone = new WeakReference<>(visiting);
                    visiting = null;
                    dev.larder.agent.apps.Awaiting.until(() -> {
                        System.gc();
                        return gone.get() == null;
                    });
                    System.out.println("collected " + (gone.get() == null));
                }
                @SuppressWarnings("unchecked")
                static String run(ClassLoader loader, String name) throws Exception {
                    Class<?> guest = loader.loadClass("guest." + name);
                    return ((Function<String, String>) guest.getConstructor().newInstance()).apply("7");
                }
            }
            """;

    /** Tries what the bridge's classes would let it do. */
    private static final String INTRUDER = """
            import dev.larder.*;
            import dev.larder.agent.bridge.*;
            public class Intruder {
                static int runs;
                @Cached(key = "k", ttl = 60) static String text() { return "run " + ++runs; }
                public static void main(String[] args) throws Exception {
                    System.out.println(Programmatic.connect(2) + " " + Programmatic.connect(Integer.MAX_VALUE));
                    Programmatic.install(version -> null);
                    for (Object credential : new Object[] {null, new Object()}) {
                        Bootstrap.claim(credential);
                        try {
                            Bootstrap.install(credential, null, null);
                            System.out.println("installed");
                        } catch (IllegalStateException e) {
                            System.out.println("refused");
                        }
                    }
                    dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() != Mode.INITIALIZING);
                    text();
                    System.out.println(Larder.isActive() + " " + text());
                }
            }
            """;

    @ParameterizedTest
    @MethodSource("jdks")
    void h28_loaders_eachWithItsOwnClasses_findWhatTheirsStoredAndCanBeCollected(Jdk jdk) throws Exception {
        Path guests = compile("guests" + jdk.version(), Map.of("guest.Guest", GUEST, "guest.Visitor", VISITOR));
        Path host = compile("host" + jdk.version(), Map.of("Host", HOST));

        Finished run = ChildJvm.on(jdk)
                .briefly()
                .classPath(host)
                .agent(PackedAgent.jar(), "redis.timeout=5s")
                .main("Host", PackedAgent.annotations().toString(), guests.toString())
                .run();

        assertThat(run.stdout().lines())
                .as(run.stderr())
                .containsExactly(
                        "true Item[text=7] 7 7 1",
                        "true Item[text=7] 7 7 2",
                        "true Item[text=7] 7 7 3",
                        "true Item[text=7] 7 7 4",
                        "[Item[text=mine]] Item[text=mine]",
                        "collected true");
    }

    @Test
    void application_cannotTakeTheAgentsPlace_andNewerAnnotationsAreToldOnce() throws Exception {
        Path classes = directory.resolve("intruder");
        Javac.compile(
                Jdks.oldest(),
                17,
                classes,
                Map.of("Intruder", INTRUDER),
                "-cp",
                PackedAgent.annotations() + File.pathSeparator + PackedAgent.jar());

        Finished run = ChildJvm.on(Jdks.newest())
                .briefly()
                .classPath(classes, PackedAgent.annotations())
                .agent(PackedAgent.jar())
                .main("Intruder")
                .run();

        assertThat(run.stdout()).as(run.stderr()).isEqualTo("null null\nrefused\nrefused\ntrue run 1\n");
        assertThat(run.agentLines())
                .filteredOn(line -> line.contains("programmatic API"))
                .singleElement()
                .asString()
                .contains("speak version 2", "same release");
    }
}
