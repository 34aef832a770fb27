package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.fixtures.Expects;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be evicted or put is said, with what follows from it, and takes nothing else of its method with it. */
@Expects({Message.NOT_CACHED, Message.NOT_EVICTED, Message.EVICTED_INSTEAD, Message.NOT_WOVEN, Message.PERHAPS_A_MISTAKE
})
final class RefusedEffectsTest extends RefusedEffects {

    static final class NotCachable {
        @Cached(ttl = 0, key = "user:{id}")
        @CacheEvict(key = "users:{id}")
        @CachePut(key = "name:{id}", ttl = 1)
        String rename(int id) {
            return "" + id;
        }
    }

    @Test
    void cachedRefused_restOfTheMethod_isWoven() {
        loader.weave(NotCachable.class);

        assertThat(loader.listener.refusal())
                .isEqualTo("Cannot cache " + NotCachable.class.getName() + ".rename(int): its ttl, 0 SECONDS, is less"
                        + " than a millisecond. The method runs uncached. Write a ttl greater than 0.");
        assertThat(loader.listener.plan().cached()).isNull();
        assertThat(loader.listener.plan().evictions()).hasSize(1);
        assertThat(loader.listener.plan().puts()).hasSize(1);
    }

    static final class VoidCached {
        @Cached(ttl = 1)
        @CacheEvict(key = "user:{id}")
        void rename(int id) {}
    }

    @Test
    void h42_voidWithCachedAndEviction_losesTheCachedOnly() {
        loader.weave(VoidCached.class);

        assertThat(loader.listener.refusal()).contains("it returns nothing. The method runs uncached.");
        assertThat(loader.listener.plan().evictions()).hasSize(1);
    }

    static final class OneBadTemplate {
        @CacheEvict(
                key = {"user:{idd}", "name:{id}"},
                tag = {"team {team}", "team:{team}"},
                pattern = {"user:{", "user:{id}:*"})
        void rename(int id, String team) {}
    }

    @Test
    void badTemplates_othersOfTheSameAnnotation_evict() {
        loader.weave(OneBadTemplate.class);

        String start = "Cannot evict for " + OneBadTemplate.class.getName() + ".rename(int,java.lang.String): ";
        assertThat(loader.listener.refusals())
                .containsExactly(
                        start + "key template 'user:{idd}' names 'idd', but the method's parameters are 'id', 'team'. "
                                + UNTIL_TTL + "Write {id} or {0}.",
                        start + "tag template 'team {team}' has white space or a control character in it. " + UNTIL_TTL
                                + "Take it out, or write ':' or '_' instead.",
                        start + "pattern 'user:{' has a '{' without its '}'. " + UNTIL_TTL
                                + "Close it, or write '{{' for a brace.");
        assertThat(loader.listener.plan().evictions())
                .containsExactly(new EvictPlan(
                        EvictPhase.AFTER_SUCCESS,
                        List.of("name:{id}"),
                        List.of("team:{team}"),
                        List.of("user:{id}:*")));
    }

    @SuppressWarnings("unused")
    static final class Evictions {
        @CacheEvict
        void nothing(int id) {}

        @CacheEvict(key = {})
        void empty(int id) {}

        @CacheEvict(key = "")
        void emptyKey(int id) {}

        @CacheEvict(tag = "")
        void emptyTag(int id) {}

        @CacheEvict(key = "user:{result.id}")
        void resultOfNothing(int id) {}

        @CacheEvict(key = "user:{result.id}", phase = CacheEvict.Phase.BEFORE)
        Object resultBefore(int id) {
            return id;
        }

        @CacheEvict(tag = "user:{result[].id}", phase = CacheEvict.Phase.ALWAYS)
        List<Object> resultAlways(int id) {
            return List.of();
        }

        @CacheEvict(pattern = "{result}:*", phase = CacheEvict.Phase.BEFORE)
        int patternBefore(int id) {
            return id;
        }

        @CacheEvict(key = "{ids[]}:{names[]}")
        void twoDimensions(int[] ids, String[] names) {}

        @CacheEvict(key = "{this.tenant}:{id}")
        static void thisInStatic(int id) {}
    }

    static Stream<Arguments> evictions() {
        return Stream.of(
                Arguments.of("nothing", "its @CacheEvict names nothing to evict"),
                Arguments.of("empty", "its @CacheEvict names nothing to evict"),
                Arguments.of("emptyKey", "key template '' is empty"),
                Arguments.of("emptyTag", "tag template '' is empty"),
                Arguments.of(
                        "resultOfNothing",
                        "template 'user:{result.id}' names the result, but the method returns nothing"),
                Arguments.of(
                        "resultBefore",
                        "template 'user:{result.id}' names the result, but its phase is BEFORE and there is none before"
                                + " the method runs"),
                Arguments.of(
                        "resultAlways",
                        "template 'user:{result[].id}' names the result, but its phase is ALWAYS and a method that"
                                + " throws has none"),
                Arguments.of(
                        "patternBefore",
                        "template '{result}:*' names the result, but its phase is BEFORE and there is none before the"
                                + " method runs"),
                Arguments.of(
                        "twoDimensions", "key template '{ids[]}:{names[]}' has '[]' behind both '{ids}' and '{names}'"),
                Arguments.of(
                        "thisInStatic", "key template '{this.tenant}:{id}' names 'this', but the method is static"));
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void unusableEvictions_areRefusedOnceWithWhatFollows(String method, String reason) {
        loader.weave(Evictions.class);

        RefusedMethod refused = refused(method);
        assertThat(refused.loss()).isEqualTo(RefusedMethod.Loss.EVICTION);
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.message())
                .startsWith("Cannot evict for ")
                .contains(UNTIL_TTL)
                .endsWith(".");
        assertThat(loader.listener.woven).isEmpty();
    }

    static final class Wildcard {
        @CacheEvict(
                key = {"user:*", "user:{id}"},
                pattern = "team:*")
        void clear(int id) {}
    }

    @Test
    void keyWithAWildcard_isDoubtedAndEvictsAsItSays() {
        loader.weave(Wildcard.class);

        assertThat(loader.listener.refused.get(0).loss()).isEqualTo(RefusedMethod.Loss.NONE);
        assertThat(loader.listener.refusal())
                .isEqualTo("Perhaps a mistake on " + Wildcard.class.getName() + ".clear(int): key template 'user:*' has"
                        + " a '*', which stands for itself in a key. Larder does what the annotation says. Write pattern ="
                        + " \"user:*\" if all keys are meant that match it.");
        assertThat(loader.listener.plan().evictions().get(0).keys()).containsExactly("user:*", "user:{id}");
    }

    static final class CachedTags {
        @Cached(ttl = 1, tags = "user:{result.id}")
        int result(int id) {
            return id;
        }

        @Cached(ttl = 1, tags = "")
        int empty(int id) {
            return id;
        }
    }

    @Test
    void cachedWithUnusableTags_isRefused() {
        loader.weave(CachedTags.class);

        assertThat(loader.listener.woven).isEmpty();
        assertThat(loader.listener.refused)
                .extracting(RefusedMethod::loss, RefusedMethod::reason)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                RefusedMethod.Loss.CACHING,
                                "tag template 'user:{result.id}' names the result, which only evictions and puts know"),
                        org.assertj.core.groups.Tuple.tuple(RefusedMethod.Loss.CACHING, "tag template '' is empty"));
    }

    static final class Native {
        @Cached(ttl = 1)
        @CacheEvict(key = "user:{id}")
        @CachePut(key = "name:{id}", ttl = 1)
        native int read(int id);
    }

    @Test
    void h42_methodThatCannotBeWoven_isRefusedOnceWithWhatStays() {
        loader.weave(Native.class);

        assertThat(loader.listener.refusal())
                .isEqualTo("Cannot weave " + Native.class.getName() + ".read(int): it is native. It runs as it is,"
                        + " uncached; the entries it should evict or replace stay until their ttl. Annotate a Java"
                        + " method that calls it.");
    }

    @SuppressWarnings("unused")
    static final class WithoutParameters {
        @Cached(ttl = 1, key = "a:{result}")
        static String cached() {
            return "";
        }

        @CacheEvict(key = "b:{result}", phase = CacheEvict.Phase.BEFORE)
        static String evicting() {
            return "";
        }

        @CachePut(key = "c", ttl = 1, value = "nothing")
        static String putting() {
            return "";
        }

        @CacheEvict(key = "d:{result}")
        static void nothing() {}

        @CacheEvict(key = "e:{this.x}")
        static void ofClass() {}
    }

    /** Nobody can name a parameter where there is none. */
    @Test
    void f45_methodWithoutParameters_isNotToldToNameOne() {
        loader.weave(WithoutParameters.class);

        assertThat(loader.listener.refusals())
                .hasSize(5)
                .noneMatch(refusal -> refusal.contains("parameter such as") || refusal.contains("Name a parameter"))
                .noneMatch(refusal -> refusal.contains("Name parameters"));
    }
}
