package dev.larder.agent.core.inheritance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import dev.larder.agent.fixtures.WeavingLoader;
import java.io.InputStream;
import java.util.List;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Scala's compiler writes, spelled out in Java, and what a developer writes that looks like it. */
final class RepetitionTest {

    private final WeavingLoader loader = new WeavingLoader(RepetitionTest.class);

    /** A trait: of each method there is a static one as well. */
    interface Stock {
        @CacheEvict(key = "stock:{1}")
        default void update(long pieces, String sku, String shelf) {}

        static void update$(Stock stock, long pieces, String sku, String shelf) {}

        default void count(String sku) {}

        static void count$(Stock stock, String sku) {}
    }

    static class Forwards implements Stock {
        @Override
        @CacheEvict(key = "stock:{1}")
        public void update(long pieces, String sku, String shelf) {
            Stock.update$(this, pieces, sku, shelf);
        }
    }

    static class CallsAnotherFirst implements Stock {
        @Override
        @CacheEvict(key = "stock:{1}")
        public void update(long pieces, String sku, String shelf) {
            audit(sku);
            Stock.update$(this, pieces, sku, shelf);
        }

        static void audit(String sku) {}
    }

    static class HasOtherAnnotations implements Stock {
        @Override
        @CacheEvict(key = "shelf:{2}")
        public void update(long pieces, String sku, String shelf) {
            Stock.update$(this, pieces, sku, shelf);
        }
    }

    static class AloneHasAnnotations implements Stock {
        @Override
        @CacheEvict(key = "count:{0}")
        public void count(String sku) {
            Stock.count$(this, sku);
        }
    }

    static class PassesInAnotherOrder implements Stock {
        @Override
        @CacheEvict(key = "stock:{1}")
        public void update(long pieces, String sku, String shelf) {
            Stock.update$(this, pieces, shelf, sku);
        }
    }

    static class PassesAnObject implements Stock {
        @Override
        @CacheEvict(key = "stock:{1}")
        public void update(long pieces, String sku, String shelf) {
            Stock.update$(this, pieces, sku, Nowhere.MODULE$);
        }
    }

    static final class Nowhere {
        static final String MODULE$ = String.valueOf(0);

        private Nowhere() {}
    }

    /** Beside an object, of which it has all methods as static ones. */
    static final class Catalog {
        private Catalog() {}

        @Cached(key = "name:{0}", ttl = 1)
        static String name(long id) {
            return Catalog$.MODULE$.name(id);
        }

        @Cached(key = "title:{0}", ttl = 1)
        static String title(long id) {
            return Catalog$.MODULE$.title(id);
        }
    }

    static class Titles {
        @Cached(key = "title:{0}", ttl = 1)
        String title(long id) {
            return "title " + id;
        }
    }

    static final class Catalog$ extends Titles {
        static final Catalog$ MODULE$ = new Catalog$();

        @Cached(key = "name:{0}", ttl = 1)
        String name(long id) {
            return "name " + id;
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Forwards.class, Catalog.class})
    void h49_forwarderOfACompiler_isLeftAsItIs(Class<?> type) {
        assertThat(wovenOf(type)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                CallsAnotherFirst.class,
                HasOtherAnnotations.class,
                AloneHasAnnotations.class,
                PassesInAnotherOrder.class,
                PassesAnObject.class
            })
    void h49_overrideOfADeveloper_hasItsAnnotations(Class<?> type) {
        assertThat(wovenOf(type)).hasSize(1);
    }

    @Test
    void h49_forwarderToAClassThatCannotBeLookedAt_hasItsAnnotations() throws Exception {
        ClassLoader hiding = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return name.endsWith("$Catalog$.class") ? null : super.getResourceAsStream(name);
            }
        };
        byte[] classFile = loader.bytes(Catalog.class.getName());

        assertThat(loader.transformer.transform(
                        hiding.getUnnamedModule(), hiding, Type.getInternalName(Catalog.class), null, null, classFile))
                .isNotNull();
        assertThat(loader.listener.woven).hasSize(2);
    }

    private List<String> wovenOf(Class<?> type) {
        loader.weave(type);
        return loader.listener.wovenSignatures().stream()
                .filter(signature -> signature.startsWith(type.getName() + "."))
                .toList();
    }
}
