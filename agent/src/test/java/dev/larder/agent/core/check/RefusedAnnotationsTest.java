package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.WeavingLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Annotations that cannot be followed are refused once each, with what to write instead. */
@Expects(Message.NOT_CACHED)
final class RefusedAnnotationsTest {

    private final WeavingLoader loader = new WeavingLoader(getClass());

    static final class ZeroTtl {
        @Cached(ttl = 0)
        int read() {
            return 1;
        }
    }

    static final class NegativeTtl {
        @Cached(ttl = -5)
        int read() {
            return 1;
        }
    }

    static final class TinyTtl {
        @Cached(ttl = 999, unit = TimeUnit.MICROSECONDS)
        int read() {
            return 1;
        }
    }

    static final class BadKey {
        @Cached(ttl = 1, key = "q:{skq}")
        int read(int sku) {
            return sku;
        }
    }

    static final class BadWhen {
        @Cached(ttl = 1, when = "isOpen")
        int read(int sku) {
            return sku;
        }

        boolean isOpen(long sku) {
            return sku > 0;
        }
    }

    static final class BadUnless {
        @Cached(ttl = 1, unless = "isOdd")
        static int read(int sku) {
            return sku;
        }

        boolean isOdd(int result) {
            return result % 2 == 1;
        }
    }

    static final class InTheWay {
        @Cached(ttl = 1)
        int read(int sku) {
            return sku;
        }

        int read$uncached(int sku) {
            return -sku;
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ZeroTtl.class,
                NegativeTtl.class,
                TinyTtl.class,
                BadKey.class,
                BadWhen.class,
                BadUnless.class,
                InTheWay.class
            })
    void unusableAnnotations_areRefusedOnceWithARemedy(Class<?> type) {
        loader.weave(type);

        assertThat(loader.listener.woven).isEmpty();
        assertThat(loader.listener.refusal()).matches("Cannot cache .*: .*[^.]\\. The method runs uncached\\. .*\\.");
    }

    @Test
    void missingGuard_namesTheDeclarationLookedFor() {
        loader.weave(BadWhen.class);
        loader.weave(BadUnless.class);

        assertThat(loader.listener.refused)
                .extracting(RefusedMethod::reason)
                .containsExactly(
                        "when names 'isOpen', but there is no method boolean isOpen(int)",
                        "unless names 'isOdd', but there is no method static boolean isOdd(int)");
    }
}
