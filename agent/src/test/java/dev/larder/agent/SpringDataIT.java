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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.Assert;

/** What repositories of Spring Data return beside lists, from memory. */
final class SpringDataIT {

    private static final String APPLICATION = """
            import dev.larder.Cached;
            import dev.larder.Larder;
            import dev.larder.Mode;
            import java.util.*;
            import org.springframework.data.domain.*;

            public class Application {
                static class Item {
                    String name;
                    Item(String name) { this.name = name; }
                    @Override public String toString() { return name; }
                }
                static int runs;
                static final Sort BY_NAME = Sort.by(Sort.Order.desc("name").ignoreCase(), Sort.Order.asc("id"));

                static List<Item> items() { return new ArrayList<>(List.of(new Item("b"), new Item("a"))); }

                @Cached(key = "page", ttl = 600) Page<Item> page() {
                    runs++;
                    return new PageImpl<>(items(), PageRequest.of(1, 2, BY_NAME), 5);
                }
                @Cached(key = "whole", ttl = 600) Page<Item> whole() { runs++; return new PageImpl<>(items()); }
                @Cached(key = "slice", ttl = 600) Slice<Item> slice() {
                    runs++;
                    return new SliceImpl<>(items(), PageRequest.of(0, 2, Sort.unsorted()), true);
                }
                @Cached(key = "sort", ttl = 600) Sort sort() { runs++; return BY_NAME; }

                static String describe(Slice<Item> slice) {
                    Item first = slice.getContent().get(0);
                    String described = slice.getClass().getName() + slice.getContent() + slice.getNumber() + slice.getSort()
                            + slice.hasNext() + slice.map(item -> item.name + "!").getContent()
                            + (slice instanceof Page<?> page ? page.getTotalElements() + " " + page.getTotalPages() : "");
                    first.name = "changed";
                    return described;
                }

                public static void main(String[] args) throws Exception {
                    Application a = new Application();
                    dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() == Mode.MEMORY);
                    for (int i = 0; i < 3; i++) {
                        System.out.println("page " + describe(a.page()));
                        System.out.println("whole " + describe(a.whole()) + (a.whole().getPageable() == Pageable.unpaged()));
                        System.out.println("slice " + describe(a.slice()) + (a.slice().getSort() == Sort.unsorted()));
                        System.out.println("sort " + a.sort() + a.sort().equals(BY_NAME));
                    }
                    System.out.println("runs " + runs);
                }
            }
            """;

    private static final int SHAPES = 4;

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws Exception {
        classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of("Application", APPLICATION),
                "-parameters",
                "-cp",
                Stream.of(PackedAgent.annotations(), springData())
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void pagesSlicesAndSorts_areCachedInMemory(Jdk jdk) throws Exception {
        Finished run = ChildJvm.on(jdk)
                .briefly()
                .agent(PackedAgent.jar())
                .classPath(classes, PackedAgent.annotations(), springData(), PackedAgent.locationOf(Assert.class))
                .main("Application")
                .run();

        List<String> lines = run.stdout().lines().toList();
        assertThat(lines)
                .as(run.stdout() + run.stderr())
                .hasSize(3 * SHAPES + 1)
                .endsWith("runs " + SHAPES);
        List<String> plain = lines.subList(0, SHAPES);
        assertThat(plain.get(0)).startsWith("page org.springframework.data.domain.PageImpl[b, a]1name: DESC");
        assertThat(plain).allMatch(line -> !line.startsWith("page") == line.endsWith("true"));
        assertThat(lines.subList(SHAPES, 2 * SHAPES)).isEqualTo(plain);
        assertThat(lines.subList(2 * SHAPES, 3 * SHAPES)).isEqualTo(plain);
    }

    private static Path springData() {
        return PackedAgent.jar().resolveSibling("spring-data").resolve("spring-data-commons.jar");
    }
}
