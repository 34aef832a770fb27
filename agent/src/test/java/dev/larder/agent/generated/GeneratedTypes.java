package dev.larder.agent.generated;

import dev.larder.agent.apps.GeneratedTypesApp;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The compiled classes of one seed: {@code gen.T0} and so on, and {@code gen.All}, which has their methods by name. */
final class GeneratedTypes {

    private GeneratedTypes() {}

    static Map<String, String> sources(long seed, int count) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            sources.put("gen.T" + i, TypeSource.of(seed, i));
        }
        sources.put("gen.All", all(count));
        sources.put("gen.Trap", "package gen; class Trap { static { System.out.println(\"sprung\"); } }");
        return sources;
    }

    private static String all(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "        all.put(\"T" + i + "\", T" + i + "::value);\n")
                .collect(Collectors.joining("", """
                        package gen;

                        import java.util.*;
                        import java.util.function.*;

                        public final class All implements Supplier<Map<String, Function<String, Object>>> {
                            @Override
                            public Map<String, Function<String, Object>> get() {
                                Map<String, Function<String, Object>> all = new LinkedHashMap<>();
                        """, "        return all;\n    }\n}\n"));
    }

    static Path compiled(Jdk jdk, Path directory, long seed, int count) throws Exception {
        Path apps = PackedAgent.locationOf(GeneratedTypesApp.class);
        String path = PackedAgent.annotations() + File.pathSeparator + apps;
        return Javac.compile(jdk, 17, directory, sources(seed, count), "-parameters", "-cp", path);
    }
}
