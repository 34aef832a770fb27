package dev.larder.agent.core.inheritance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.inheritance.elsewhere.PackagePrivate;
import dev.larder.agent.core.inheritance.elsewhere.Widened;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.WeavingLoader;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who overrides a concrete method with effects and forgets them is told. */
@Expects({Message.NOT_EVICTED, Message.NOT_PUT})
final class DroppedEffectsTest {

    private final WeavingLoader loader = new WeavingLoader(DroppedEffectsTest.class);

    interface OnInterface<K> {
        @CacheEvict(key = "user:{id}")
        void touch(K id);

        @CacheEvict(key = "user:{id}")
        default void shake(K id) {}
    }

    static class Base implements OnInterface<Long> {
        @Override
        public void touch(Long id) {}

        @CacheEvict(key = "user:{id}")
        void delete(long id) {}

        @CachePut(key = "user:{id}", ttl = 1)
        long put(long id) {
            return id;
        }

        @Cached(key = "user:{id}", ttl = 1)
        long find(long id) {
            return id;
        }
    }

    static class Between extends Base {}

    static class Forgets extends Between {
        @Override
        void delete(long id) {}
    }

    static class ForgetsInherited extends Between {
        @Override
        public void touch(Long id) {}
    }

    static class ForgetsDefault extends Between {
        @Override
        public void shake(Long id) {}
    }

    static class ForgetsPut extends Between {
        @Override
        long put(long id) {
            return id + 1;
        }
    }

    static class CallsIt extends Base {
        @Override
        void delete(long id) {
            super.delete(id);
        }
    }

    static class CallsItLater extends Base {
        @Override
        long put(long id) {
            Supplier<Long> later = () -> super.put(id);
            return later.get();
        }
    }

    static class Repeats extends Base {
        @Override
        @CacheEvict(key = "users:{id}")
        void delete(long id) {}
    }

    static class ForgetsCaching extends Base {
        @Override
        long find(long id) {
            return id + 1;
        }
    }

    static class ForgetsAgain extends Forgets {
        @Override
        void delete(long id) {}
    }

    static class OverridesNothing extends PackagePrivate {
        void delete(long id) {}
    }

    /** The class between them, of the other package, made both methods public. */
    static class ForgetsWidened extends Widened {
        @Override
        public void drop(long id) {}

        @Override
        public void delete(long id) {}
    }

    static class Overloads extends Base {
        void delete(String id) {}
    }

    @Test
    void overrideThatForgetsAnEviction_isTold() {
        loader.weave(Forgets.class);

        assertThat(loader.listener.refusal())
                .isEqualTo("Cannot evict for " + Forgets.class.getName() + ".delete(long): it overrides "
                        + Base.class.getName()
                        + ".delete(long), which does, without an annotation of its own and without"
                        + " calling it. The method runs without this eviction; the entries it should evict stay until"
                        + " their ttl. Annotate it as well, or have it call what it overrides.");
    }

    @ParameterizedTest
    @ValueSource(classes = {ForgetsInherited.class, ForgetsDefault.class, ForgetsPut.class})
    void overrideThatForgetsAnyEffect_isTold(Class<?> type) {
        loader.weave(type);

        assertThat(loader.listener.refusal()).contains(type.getName()).contains(", which does, without an annotation");
        assertThat(loader.listener.wovenSignatures()).noneMatch(signature -> signature.startsWith(type.getName()));
    }

    @ParameterizedTest
    @ValueSource(classes = {CallsIt.class, CallsItLater.class, Repeats.class, ForgetsCaching.class, Overloads.class})
    void overrideThatLosesNothing_isNotTold(Class<?> type) {
        loader.weave(type);

        assertThat(loader.listener.refused).isEmpty();
    }

    @Test
    void f1_methodOfTheSameNameInAnotherPackage_isNotTold() {
        loader.weave(OverridesNothing.class);

        assertThat(loader.listener.refused).isEmpty();
    }

    @Test
    void f1_overrideOfWhatAnotherPackageMadePublic_isTold() {
        loader.weave(ForgetsWidened.class);

        assertThat(loader.listener.refused)
                .extracting(RefusedMethod::signature)
                .containsExactlyInAnyOrder(
                        ForgetsWidened.class.getName() + ".drop(long)",
                        ForgetsWidened.class.getName() + ".delete(long)");
    }

    @Test
    void overrideOfAnOverrideThatForgot_isNotToldAgain() {
        loader.weave(ForgetsAgain.class);

        assertThat(loader.listener.refused)
                .extracting(RefusedMethod::signature)
                .containsExactly(Forgets.class.getName() + ".delete(long)");
    }
}
