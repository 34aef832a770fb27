package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.WeavingLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be evicted or put is said, with what follows from it, and takes nothing else of its method with it. */
@Expects({
    Message.NOT_CACHED,
    Message.NOT_EVICTED,
    Message.EVICTED_INSTEAD,
    Message.NOT_PUT,
    Message.NOT_WOVEN,
    Message.PERHAPS_A_MISTAKE
})
final class RefusedEffectsTest {

    private static final String UNTIL_TTL =
            "The method runs without this eviction; the entries it should evict stay until their ttl. ";
    private static final String INSTEAD = "Each run of the method evicts the entry instead. ";

    private final WeavingLoader loader = new WeavingLoader(RefusedEffectsTest.class);

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

    @SuppressWarnings("unused")
    static final class Puts {
        @CachePut(key = "user:{id}", ttl = 0)
        int ttl(int id) {
            return id;
        }

        @CachePut(key = "user:{id}", ttl = 1)
        void resultOfNothing(int id) {}

        @CachePut(key = "user:{id}", ttl = 1, value = "{result.name}")
        String property(int id) {
            return "";
        }

        @CachePut(key = "user:{id}", ttl = 1, value = "{0}{id}")
        void two(int id) {}

        @CachePut(key = "user:{id}", ttl = 1, value = "id")
        void text(int id) {}

        @CachePut(key = "user:{id}", ttl = 1, value = "{user}")
        void unknown(int id) {}

        @CachePut(key = "user:{id}", ttl = 1)
        Stream<String> stream(int id) {
            return Stream.of();
        }

        @CachePut(key = "user:{id}", ttl = 1, value = "{lines}")
        void streamParameter(int id, Stream<String> lines) {}

        @CachePut(key = "user:{id}", ttl = 1, tags = "team:{teem}")
        int tag(int id, int team) {
            return id;
        }
    }

    static Stream<Arguments> puts() {
        return Stream.of(
                Arguments.of("ttl", "its ttl, 0 SECONDS, is less than a millisecond"),
                Arguments.of("resultOfNothing", "template '{result}' names the result, but the method returns nothing"),
                Arguments.of("property", "its value, '{result.name}', is neither the result nor a parameter"),
                Arguments.of("two", "its value, '{0}{id}', is neither the result nor a parameter"),
                Arguments.of("text", "its value, 'id', is neither the result nor a parameter"),
                Arguments.of("unknown", "value '{user}' names 'user', but the method's parameter is 'id'"),
                Arguments.of("stream", "its value, java.util.stream.Stream, can be used once only or is not there yet"),
                Arguments.of(
                        "streamParameter",
                        "its value, java.util.stream.Stream, can be used once only or is not there yet"),
                Arguments.of(
                        "tag",
                        "tag template 'team:{teem}' names 'teem', but the method's parameters are 'team', 'id'"));
    }

    @ParameterizedTest
    @MethodSource("puts")
    void unusablePuts_evictTheirKeyInstead(String method, String reason) {
        loader.weave(Puts.class);

        RefusedMethod refused = refused(method);
        assertThat(refused.loss()).isEqualTo(RefusedMethod.Loss.STORING);
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.message()).startsWith("Cannot put for ").contains(INSTEAD);
        assertThat(plan(method).puts()).isEmpty();
        assertThat(plan(method).evictions())
                .containsExactly(new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of("user:{id}"), List.of(), List.of()));
    }

    @SuppressWarnings("unused")
    static final class Later {
        @CacheEvict(tag = "users", phase = CacheEvict.Phase.ALWAYS)
        Callable<Integer> task(int id) {
            return () -> id;
        }

        @CacheEvict(pattern = "user:*")
        Flow.Publisher<Integer> publisher(int id) {
            return subscriber -> {};
        }

        @CacheEvict(key = "user:{id}")
        CompletableFuture<?>[] several(int id) {
            return new CompletableFuture<?>[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"task", "publisher", "several"})
    void h101_evictionOfWorkWhoseEndIsUnseen_isRefused(String method) {
        loader.weave(Later.class);

        RefusedMethod refused = refused(method);
        assertThat(refused.loss()).isEqualTo(RefusedMethod.Loss.EVICTION);
        assertThat(refused.message())
                .startsWith("Cannot evict for ")
                .contains(", is there before the work is done, and of such results only CompletableFuture and"
                        + " CompletionStage tell when it is. " + UNTIL_TTL + "Declare one of these, annotate the method"
                        + " that does the work, or evict through dev.larder.Larder when it is done.");
        assertThat(loader.listener.woven).isEmpty();
    }

    @SuppressWarnings("unused")
    static final class LaterPuts {
        @CachePut(key = "user:{id}", ttl = 1)
        Callable<Integer> result(int id) {
            return () -> id;
        }

        @CachePut(key = "user:{id}", ttl = 1, value = "{name}")
        Flow.Publisher<Integer> parameter(int id, String name) {
            return subscriber -> {};
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"result", "parameter"})
    void h101_putOfWorkWhoseEndIsUnseen_isRefusedAltogether(String method) {
        loader.weave(LaterPuts.class);

        assertThat(refused(method).loss()).isEqualTo(RefusedMethod.Loss.PUT);
        assertThat(loader.listener.woven).isEmpty();
    }

    @SuppressWarnings("unused")
    static final class Awaited {
        @CacheEvict(key = "user:{id}", phase = CacheEvict.Phase.BEFORE)
        Future<Integer> before(int id) {
            return new FutureTask<>(() -> id);
        }

        @CacheEvict(key = "user:{result}")
        CompletableFuture<Integer> future(int id) {
            return CompletableFuture.completedFuture(id);
        }

        @CachePut(key = "user:{result}", ttl = 1)
        CompletionStage<Integer> stage(int id) {
            return CompletableFuture.completedFuture(id);
        }
    }

    @Test
    void effectsThatCanTakePlaceInTime_areWoven() {
        loader.weave(Awaited.class);

        assertThat(loader.listener.refused).isEmpty();
        assertThat(plan("before").evictions()).hasSize(1);
        assertThat(plan("future").evictions()).hasSize(1);
        assertThat(plan("stage").puts()).hasSize(1);
    }

    static class Special<T> extends CompletableFuture<T> {}

    @SuppressWarnings("unused")
    static final class Futures {
        @CacheEvict(key = "user:{id}")
        Future<Integer> future(int id) {
            return new FutureTask<>(() -> id);
        }

        @CacheEvict(tag = "users", phase = CacheEvict.Phase.ALWAYS)
        FutureTask<Integer> task(int id) {
            return new FutureTask<>(() -> id);
        }

        @CacheEvict(key = "user:{id}")
        Special<Integer> special(int id) {
            return new Special<>();
        }
    }

    /** What Spring's {@code @Async} makes methods return is done when they return it. */
    @Test
    void evictionOfAFuture_isWovenSinceItMayBeDone() {
        loader.weave(Futures.class);

        assertThat(loader.listener.refused).isEmpty();
        for (String method : List.of("future", "task", "special")) {
            assertThat(plan(method).evictions()).hasSize(1);
        }
    }

    static final class PutsWithoutKey {
        @CachePut(key = "user:{ids[]}", ttl = 1)
        int many(int[] ids) {
            return 1;
        }

        @CachePut(key = "", ttl = 1)
        int empty(int id) {
            return id;
        }
    }

    @Test
    void putWithoutUsableKey_isRefusedAltogether() {
        loader.weave(PutsWithoutKey.class);

        assertThat(loader.listener.woven).isEmpty();
        assertThat(loader.listener.refusals())
                .containsExactly(
                        "Cannot put for " + PutsWithoutKey.class.getName() + ".many(int[]): key template"
                                + " 'user:{ids[]}' asks for one entry per element with '{ids[]}', which is there for"
                                + " evictions and tags only. The method runs without this put; the entry it should"
                                + " replace stays until its ttl. A put stores one value under one key: evict the keys of"
                                + " many with @CacheEvict.",
                        "Cannot put for " + PutsWithoutKey.class.getName() + ".empty(int): key template '' is empty."
                                + " The method runs without this put; the entry it should replace stays until its ttl."
                                + " Write one.");
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

    @Test
    void attributesOfNewerAnnotations_areRefusedWithTheirNames(@TempDir Path directory) throws Exception {
        define(directory, "Newer", """
                import dev.larder.*;
                public class Newer {
                    @CacheEvict(key = "a:{0}", condition = "isOpen") void unknown(int id) {}
                    @CacheEvict(key = "a:{0}", phase = CacheEvict.Phase.LATER) void phase(int id) {}
                    @CacheEvict(key = "a:{0}", weights = {1, 2}, kinds = {CacheEvict.Phase.LATER}) void arrays(int id) {}
                    @CacheEvict(key = "a:{0}", when = @Deprecated) void nested(int id) {}
                    @CachePut(key = "a:{0}", ttl = 1, writeBehind = true) int put(int id) { return id; }
                    @CacheEvict(key = "a:{0}") @CacheEvict(key = "b:{0}", condition = "x") void repeated(int id) {}
                }
                """);

        assertThat(loader.listener.refused)
                .extracting(RefusedMethod::reason)
                .containsExactly(
                        "this agent does not know @CacheEvict(condition)",
                        "this agent does not know @CacheEvict(phase = LATER)",
                        "this agent does not know @CacheEvict(weights, kinds)",
                        "this agent does not know @CacheEvict(when)",
                        "this agent does not know @CachePut(writeBehind)",
                        "this agent does not know @CacheEvict(condition)");
        assertThat(plan("put").evictions()).hasSize(1);
        assertThat(plan("repeated").evictions())
                .containsExactly(new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of("a:{0}"), List.of(), List.of()));
    }

    @Test
    void annotationsThatNoConstantHolds_areRefused(@TempDir Path directory) throws Exception {
        String half = "a".repeat(33_000);
        define(
                directory,
                "Lengthy",
                "import dev.larder.*; public class Lengthy { @CacheEvict(key = {\"" + half + "\", \"" + half
                        + "\"}) void both(int id) {} @CacheEvict(key = \"" + half + "\") void one(int id) {} }");

        assertThat(loader.listener.refusal())
                .startsWith("Cannot weave Lengthy.both(int): its annotations take more than 65535 bytes. ");
        assertThat(loader.listener.plan().signature()).isEqualTo("Lengthy.one(int)");
    }

    private RefusedMethod refused(String method) {
        List<RefusedMethod> found = loader.listener.refused.stream()
                .filter(refused -> refused.signature().contains("." + method + "("))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private MethodPlan plan(String method) {
        return loader.listener.woven.stream()
                .filter(plan -> plan.signature().contains("." + method + "("))
                .findFirst()
                .orElseThrow();
    }

    /** Against annotations that are newer than this agent. */
    private void define(Path directory, String name, String source) throws Exception {
        Map<String, String> sources = Map.of(name, source, "dev.larder.CacheEvict", """
                package dev.larder;
                @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                @java.lang.annotation.Repeatable(CacheEvict.List.class)
                public @interface CacheEvict {
                    String[] key() default {};
                    String condition() default "";
                    int[] weights() default {};
                    Phase[] kinds() default {};
                    Deprecated when() default @Deprecated;
                    Phase phase() default Phase.AFTER_SUCCESS;
                    enum Phase { AFTER_SUCCESS, LATER }
                    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                    @interface List { CacheEvict[] value(); }
                }
                """, "dev.larder.CachePut", """
                package dev.larder;
                @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                public @interface CachePut { String key(); long ttl(); boolean writeBehind() default false; }
                """);
        Path classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), sources);
        loader.define(name, Files.readAllBytes(classes.resolve(name + ".class")));
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
