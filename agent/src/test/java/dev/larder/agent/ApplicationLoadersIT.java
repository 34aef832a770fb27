package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Woven classes in loaders and modules of every kind, and the order in which an application's classes come to life. */
final class ApplicationLoadersIT {

    private static final Map<String, String> SOURCES = new LinkedHashMap<>();

    static {
        SOURCES.put("app.Service", """
                package app;
                public class Service implements java.util.function.IntFunction<String> {
                    @Override @dev.larder.Cached(ttl = 60) public String apply(int id) { return "value " + id; }
                }
                """);
        SOURCES.put("app.Isolated", """
                package app;
                import java.lang.reflect.Method;
                import java.nio.file.*;
                import java.util.function.IntFunction;
                /** Defines Service in a loader that delegates java.* and nothing else. */
                public class Isolated extends ClassLoader {
                    Isolated() { super(null); }
                    @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                        if (name.startsWith("java.")) return super.loadClass(name, resolve);
                        if (!name.equals("app.Service")) throw new ClassNotFoundException(name + " is not for you");
                        try {
                            byte[] b = Isolated.class.getResourceAsStream("Service.class").readAllBytes();
                            return defineClass(name, b, 0, b.length);
                        } catch (java.io.IOException e) { throw new ClassNotFoundException(name, e); }
                    }
                    @SuppressWarnings("unchecked")
                    public static void main(String[] args) throws Exception {
                        for (int i = 0; i < 2; i++) {
                            Class<?> type = new Isolated().loadClass("app.Service", true);
                            IntFunction<String> service = (IntFunction<String>) type.getConstructor().newInstance();
                            System.out.println(service.apply(1) + service.apply(1));
                            Shapes.print(type);
                        }
                        Shapes.printOpenPackages();
                    }
                }
                """);
        SOURCES.put("app.Shapes", """
                package app;
                import java.util.*;
                class Shapes {
                    static void print(Class<?> type) {
                        Set<String> names = new TreeSet<>();
                        for (var m : type.getDeclaredMethods()) names.add(m.getName());
                        System.out.println("methods " + names);
                    }
                    static void printOpenPackages() {
                        Module base = Object.class.getModule();
                        for (String p : new TreeSet<>(base.getPackages())) {
                            if (base.isOpen(p, Shapes.class.getModule())) System.out.println("open " + p);
                        }
                    }
                }
                """);
        SOURCES.put("app.Named", """
                package app;
                public class Named {
                    public static void main(String[] args) {
                        System.out.println(Named.class.getModule() + new Service().apply(2) + new Service().apply(2));
                        Shapes.print(Service.class);
                        Shapes.printOpenPackages();
                    }
                }
                """);
        SOURCES.put("app.Hidden", """
                package app;
                import java.lang.invoke.*;
                import java.util.function.IntFunction;
                public class Hidden {
                    @SuppressWarnings("unchecked")
                    public static void main(String[] args) throws Throwable {
                        byte[] b = Hidden.class.getResourceAsStream("Service.class").readAllBytes();
                        for (int i = 0; i < 2; i++) {
                            Class<?> hidden = MethodHandles.lookup().defineHiddenClass(b, true).lookupClass();
                            IntFunction<String> service =
                                (IntFunction<String>) hidden.getConstructor().newInstance();
                            System.out.println(hidden.isHidden() + service.apply(3) + service.apply(3));
                        }
                    }
                }
                """);
        SOURCES.put("app.Order", """
                package app;
                public class Order {
                    static { System.out.println("init Order"); }
                    interface Api { Object O = Order.say("init Api"); @dev.larder.Cached(ttl = 1) String call(Arg a); }
                    static class Base { static { Order.say("init Base"); } }
                    static class Arg { static { Order.say("init Arg"); } }
                    static class Result { static { Order.say("init Result"); } }
                    static class Guarded extends Base implements Api {
                        static { Order.say("init Guarded"); }
                        static final String EARLY = early(1);
                        @Override public String call(Arg a) { return "called " + EARLY; }
                        @dev.larder.Cached(ttl = 1, key = "made", when = "ok", unless = "bad")
                        Result make(Arg a) { return new Result(); }
                        @dev.larder.Cached(ttl = 1) static String early(int i) { return "early " + i; }
                        boolean ok(Arg a) { return true; }
                        boolean bad(Result r) { return false; }
                    }
                    static class Optional {
                        @dev.larder.Cached(ttl = 1, key = "{1}") absent.Missing other(absent.Missing m, int n) { return m; }
                        @dev.larder.Cached(ttl = 1) String present() { return "present"; }
                    }
                    static class Heir extends Optional implements Runnable {
                        @Override public void run() { System.out.println(present()); }
                    }
                    static Object say(String s) { System.out.println(s); return s; }
                    public static void main(String[] args) {
                        say("main");
                        Guarded g = new Guarded();
                        say("made");
                        say(g.call(null));
                        say(g.make(new Arg()).getClass().getName());
                        new Heir().run();
                    }
                }
                """);
        SOURCES.put("app.Unlinkable", """
                package app;
                public class Unlinkable {
                    public static class Request {
                        public absent.Missing other(absent.Missing m) { return m; }
                        public String getSymbol() { return "s"; }
                    }
                    @dev.larder.Cached(ttl = 60, key = "q:{0.symbol}") static String quote(Request r) { return "quote"; }
                    public static void main(String[] args) {
                        System.out.println(quote(new Request()) + quote(new Request()));
                    }
                }
                """);
        SOURCES.put("absent.Missing", "package absent; public class Missing {}");
    }

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), SOURCES);
        java.nio.file.Files.delete(classes.resolve("absent/Missing.class"));
        Map<String, String> module = Map.of(
                "module-info",
                "module app { }",
                "app.Service",
                SOURCES.get("app.Service"),
                "app.Shapes",
                SOURCES.get("app.Shapes"),
                "app.Named",
                SOURCES.get("app.Named"),
                "dev.larder.Cached",
                "package dev.larder; public @interface Cached { long ttl(); }");
        Javac.compile(Jdks.oldest(), 17, directory.resolve("module"), module);
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h21_loaderThatDelegatesNothing_isWovenAllTheSame(Jdk jdk) throws Exception {
        Finished run = jvm(jdk).agent(PackedAgent.jar()).main("app.Isolated").run();

        assertThat(run.complaints()).isEmpty();
        assertThat(run.stdout()).isEqualTo("value 1value 1\nmethods [apply, apply$uncached]\n".repeat(2));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h22_namedModule_isWovenWithoutOpeningTheJdk(Jdk jdk) throws Exception {
        Finished run = ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar())
                .options("--module-path", directory.resolve("module").toString(), "-m", "app/app.Named")
                .run();

        assertThat(run.complaints()).isEmpty();
        assertThat(run.stdout()).isEqualTo("module appvalue 2value 2\nmethods [apply, apply$uncached]\n");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h35_hiddenClass_runsUncachedWithoutAWord(Jdk jdk) throws Exception {
        Finished run = jvm(jdk).agent(PackedAgent.jar()).main("app.Hidden").run();

        assertThat(run.complaints()).isEmpty();
        assertThat(run.stdout()).isEqualTo("truevalue 3value 3\n".repeat(2));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void missingClass_inTheWayOfAKey_warnsOfTheMethodByName(Jdk jdk) throws Exception {
        Finished run = jvm(jdk).agent(PackedAgent.jar()).main("app.Unlinkable").run();

        assertThat(run.stdout()).isEqualTo("quotequote\n");
        assertThat(run.complaints())
                .singleElement()
                .asString()
                .startsWith(
                        "[larder] WARN LDR-0201 Cannot cache app.Unlinkable.quote(app.Unlinkable$Request): its template")
                .contains("absent/Missing", "The method runs uncached.");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h36_initialisation_happensInTheSameOrder(Jdk jdk) throws Exception {
        Finished plain = jvm(jdk).main("app.Order").run();
        Finished woven = jvm(jdk).agent(PackedAgent.jar()).main("app.Order").run();

        assertThat(plain.exitCode()).as(plain.stderr()).isZero();
        assertThat(woven.stdout()).isEqualTo(plain.stdout());
        assertThat(woven.complaints()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h36_applicationClasses_areLoadedInTheSameOrder(Jdk jdk) throws Exception {
        assertThat(applicationClasses(jvm(jdk).agent(PackedAgent.jar())))
                .isEqualTo(applicationClasses(jvm(jdk)))
                .contains("app.Order$Result");
    }

    private static List<String> applicationClasses(ChildJvm jvm) throws IOException, InterruptedException {
        return jvm.logClassLoading().main("app.Order").run().loadedClasses().stream()
                .filter(name -> name.startsWith("app."))
                .toList();
    }

    private static ChildJvm jvm(Jdk jdk) {
        return ChildJvm.on(jdk).briefly().options("-Xverify:all").classPath(classes, PackedAgent.annotations());
    }
}
