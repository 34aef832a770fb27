package dev.larder.agent.core.inheritance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import dev.larder.agent.core.inheritance.elsewhere.Finding;
import dev.larder.agent.core.weave.ProxyClassFile;
import dev.larder.agent.fixtures.WeavingLoader;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of where an annotation may stand and whose calls are then cached, row by row. */
final class InheritedAnnotationTest {

    interface OnInterface {
        @Cached(ttl = 1, key = "{id}")
        String find(long id);
    }

    static class ImplementsInterface implements OnInterface {
        @Override
        public String find(long number) {
            return "implementation";
        }
    }

    static class OverridesImplementation extends ImplementsInterface {
        @Override
        public String find(long id) {
            return super.find(id);
        }
    }

    static class OverridesAndImplementsAgain extends ImplementsInterface implements OnInterface {
        @Override
        public String find(long id) {
            return super.find(id);
        }
    }

    static class OwnAnnotation extends ImplementsInterface {
        @Override
        @Cached(ttl = 2)
        public String find(long id) {
            return "own";
        }
    }

    interface Between extends OnInterface {
        @Override
        String find(long id);
    }

    static class ImplementsBetween implements Between {
        @Override
        public String find(long id) {
            return "between";
        }
    }

    interface DefaultInBetween extends OnInterface {
        @Override
        default String find(long id) {
            return "default";
        }
    }

    static class OverridesDefault implements DefaultInBetween {
        @Override
        public String find(long id) {
            return "override";
        }
    }

    interface AnnotatedDefault {
        @Cached(ttl = 1)
        default String find(long id) {
            return "default";
        }

        @Cached(ttl = 1)
        static String of(long id) {
            return "static";
        }
    }

    static class OverridesAnnotatedDefault implements AnnotatedDefault {
        @Override
        public String find(long id) {
            return "override";
        }
    }

    static class KeepsAnnotatedDefault implements AnnotatedDefault {}

    abstract static class OnAbstract {
        @Cached(ttl = 1)
        abstract String find(long id);

        @Cached(ttl = 1)
        String concrete(long id) {
            return "concrete";
        }

        String find(String id) {
            return "other overload";
        }
    }

    abstract static class StillAbstract extends OnAbstract {}

    static class Extends extends StillAbstract {
        @Override
        String find(long id) {
            return "implementation";
        }

        @Override
        String concrete(long id) {
            return "override";
        }
    }

    static class Unrelated {
        String find(long id) {
            return "unrelated";
        }
    }

    static class InheritsFromUnrelated extends Unrelated implements Runnable {
        @Override
        public void run() {}
    }

    interface Drops {
        @CacheEvict(key = "user:{id}")
        Object drop(long id);
    }

    /** Does not override the superclass's annotated method. */
    static class BesideAnotherPackage extends Finding implements Drops {
        @Override
        public Object drop(long id) {
            return "dropped";
        }
    }

    static class PrivateAndStatic implements OnInterface {
        @Override
        public String find(long id) {
            return find((Long) id);
        }

        private String find(Long id) {
            return "private";
        }

        static String find(int id) {
            return "static";
        }
    }

    interface Generic<K extends Comparable<K>, V> {
        @Cached(ttl = 1)
        V get(K key);
    }

    static class OfLongs implements Generic<Long, String> {
        @Override
        public String get(Long key) {
            return "longs";
        }
    }

    static class Narrower implements Generic<Long, Object> {
        @Override
        public String get(Long key) {
            return "narrower";
        }

        public Object get(Integer key) {
            return "overload";
        }
    }

    enum Constants implements OnInterface {
        A {
            @Override
            public String find(long id) {
                return "constant";
            }
        };

        @Override
        public abstract String find(long id);
    }

    record OfRecord(String name) implements OnInterface {
        @Override
        public String find(long id) {
            return name;
        }
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                Arguments.of(ImplementsInterface.class, List.of("find(long)")),
                Arguments.of(OverridesImplementation.class, List.of()),
                Arguments.of(OverridesAndImplementsAgain.class, List.of()),
                Arguments.of(OwnAnnotation.class, List.of("find(long)")),
                Arguments.of(ImplementsBetween.class, List.of("find(long)")),
                Arguments.of(DefaultInBetween.class, List.of("find(long)")),
                Arguments.of(OverridesDefault.class, List.of()),
                Arguments.of(AnnotatedDefault.class, List.of("find(long)", "of(long)")),
                Arguments.of(OverridesAnnotatedDefault.class, List.of()),
                Arguments.of(KeepsAnnotatedDefault.class, List.of()),
                Arguments.of(OnAbstract.class, List.of("concrete(long)")),
                Arguments.of(Extends.class, List.of("find(long)")),
                Arguments.of(InheritsFromUnrelated.class, List.of()),
                Arguments.of(BesideAnotherPackage.class, List.of("drop(long)")),
                Arguments.of(PrivateAndStatic.class, List.of("find(long)")),
                Arguments.of(OfLongs.class, List.of("get(java.lang.Long)")),
                Arguments.of(Narrower.class, List.of("get(java.lang.Long)")),
                Arguments.of(OfRecord.class, List.of("find(long)")),
                Arguments.of(Constants.A.getClass(), List.of("find(long)")));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void h38_annotation_appliesAsTheTableSays(Class<?> type, List<String> expected) throws Exception {
        WeavingLoader loader = new WeavingLoader(InheritedAnnotationTest.class);

        loader.define(type.getName(), loader.bytes(type.getName()));

        List<String> signatures = loader.listener.woven.stream()
                .filter(plan -> plan.signature().startsWith(type.getName() + "."))
                .map(plan -> plan.signature().substring(type.getName().length() + 1))
                .sorted()
                .toList();
        assertThat(signatures).isEqualTo(expected);
        assertThat(loader.listener.refused).isEmpty();
    }

    @Test
    void h37_bridgeMethods_areNeverWoven() {
        WeavingLoader loader = new WeavingLoader(InheritedAnnotationTest.class);

        Class<?> woven = loader.weave(OfLongs.class);

        assertThat(woven.getDeclaredMethods())
                .filteredOn(method -> method.getName().endsWith("$uncached"))
                .singleElement()
                .satisfies(body -> assertThat(body.getParameterTypes()).containsExactly(Long.class));
    }

    @Test
    void h38_inheritedTemplate_meansTheNamesWhereItIsWritten() {
        WeavingLoader loader = new WeavingLoader(InheritedAnnotationTest.class);

        loader.weave(ImplementsInterface.class);

        assertThat(loader.listener.woven).singleElement().satisfies(plan -> assertThat(plan.parameterNames())
                .containsExactly("id"));
    }

    @Test
    void h39_jdkProxy_isNotWoven() {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OnInterface.class}, (self, method, args) -> "proxied");

        assertThat(proxy.getClass().getSuperclass()).isEqualTo(Proxy.class);
        WeavingLoader loader = new WeavingLoader(InheritedAnnotationTest.class);
        ProxyClassFile file = new ProxyClassFile(OnInterface.class);

        assertThat(loader.transformed(file.name(), file.bytes())).isNull();
        assertThat(loader.listener.events).isEmpty();
    }
}
