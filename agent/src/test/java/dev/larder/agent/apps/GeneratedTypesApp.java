package dev.larder.agent.apps;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls every method of the generated class {@code gen.All} for its own side, twice, and prints what comes. When it is told a
 * line, it does the same once for the other side, which another JVM has called meanwhile.
 */
public final class GeneratedTypesApp {

    private static final Set<String> RUN = ConcurrentHashMap.newKeySet();

    private GeneratedTypesApp() {}

    /** Generated bodies say that they run. */
    public static void ran(String name) {
        RUN.add(name);
    }

    @SuppressWarnings("unchecked") // the generated class is one
    public static void main(String[] arguments) throws Exception {
        var methods = ((Supplier<Map<String, Function<String, Object>>>)
                        Class.forName("gen.All").getConstructor().newInstance())
                .get();
        RedisMode.await();
        methods.forEach((name, method) -> {
            print("run", name, method.apply(arguments[0]));
            print("hit", name, method.apply(arguments[0]));
        });
        System.out.println("written");
        if (System.in.read() < 0) {
            return;
        }
        RUN.clear();
        methods.forEach((name, method) -> print("other", name, method.apply(arguments[1])));
        RUN.stream().sorted().forEach(name -> System.out.println("missed " + name));
    }

    private static void print(String what, String name, Object value) {
        System.out.println(what + ' ' + name + ' ' + CanonicalDump.withMutability(value));
    }
}
