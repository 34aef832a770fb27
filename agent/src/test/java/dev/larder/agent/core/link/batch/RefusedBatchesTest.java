package dev.larder.agent.core.link.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.fixtures.Silent;
import dev.larder.agent.fixtures.WovenApplication;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Methods that ask for one entry per id, and cannot have them: each runs as it is, and one line says why. */
@Silent
final class RefusedBatchesTest {

    private final WovenApplication application = WovenApplication.of(RefusedBatchesTest.class);

    @AfterEach
    void close() throws Exception {
        application.close();
    }

    /** Each method returns null. */
    public static final class Shop implements Supplier<Object> {

        @Cached(key = "a:{id[]}", ttl = 60)
        public Map<Long, String> notACollection(long id) {
            return null;
        }

        @Cached(key = "b:{ids[]}", ttl = 60)
        public Set<String> aSet(List<Long> ids) {
            return null;
        }

        @Cached(key = "c:{ids[]}", ttl = 60)
        public String one(List<Long> ids) {
            return null;
        }

        @Cached(key = "d:{ids[]}", ttl = 60)
        public SortedMap<Long, String> sorted(List<Long> ids) {
            return null;
        }

        @Cached(key = "e:{ids[]}", ttl = 60)
        public Map<String, String> otherKeys(List<Long> ids) {
            return null;
        }

        @Cached(key = "f:{ids[]}", ttl = 60)
        public Map<Long, String> queue(Queue<Long> ids) {
            return null;
        }

        @Cached(key = "g:{ids[]}", ttl = 60)
        public Mono<Map<Long, String>> later(List<Long> ids) {
            return null;
        }

        @Cached(key = "h:{ids[]}", ttl = 60)
        @SuppressWarnings("rawtypes")
        public Map raw(List<Long> ids) {
            return null;
        }

        @Cached(key = "i:{ids[]}", ttl = 60)
        public Map<Long, Stream<String>> streams(List<Long> ids) {
            return null;
        }

        @Cached(key = "j:{ids[]}", ttl = 60)
        public Map<long[], String> arrays(List<long[]> ids) {
            return null;
        }

        @Cached(key = "k:{ids[]}", ttl = 60, unless = "isLong")
        public Map<Long, String> unless(Collection<Long> ids) {
            return null;
        }

        @Cached(key = "l:{ids[]}", ttl = 60, tags = "all:{ids}")
        public Map<Long, String> tagOfAll(Collection<Long> ids) {
            return null;
        }

        @Cached(key = "m:{ids[]}:{ids[]}", ttl = 60)
        public Map<Long, String> twice(Collection<Long> ids) {
            return null;
        }

        @Cached(key = "n:{ids[]}", ttl = 60)
        public CompletableFuture<String> oneLater(Collection<Long> ids) {
            return null;
        }

        @Cached(key = "o:{ids[]}", ttl = 60)
        @SuppressWarnings("rawtypes")
        public CompletableFuture rawLater(Collection<Long> ids) {
            return null;
        }

        @Override
        public Object get() {
            oneLater(List.of());
            rawLater(List.of());
            notACollection(1);
            aSet(List.of());
            one(List.of());
            sorted(List.of());
            otherKeys(List.of());
            queue(null);
            later(List.of());
            raw(List.of());
            streams(List.of());
            arrays(List.of());
            unless(List.of());
            tagOfAll(List.of());
            twice(List.of());
            return "done";
        }
    }

    @Test
    void eachIsRefusedWithItsReason() throws Exception {
        Object shop = application.woven(Shop.class).getConstructor().newInstance();

        assertThat(((Supplier<?>) shop).get()).isEqualTo("done");

        List<String> all = application.refusals();
        assertOne(all, "notACollection", "names '{id[]}', but long is neither an array nor a collection");
        assertOne(all, "aSet", "it returns java.util.Set, which does not say what belongs to which id");
        assertOne(all, "one", "it returns java.lang.String, which does not say what belongs to which id");
        assertOne(all, "sorted", "it returns java.util.SortedMap, which does not say");
        assertOne(
                all,
                "otherKeys",
                "elements are of type java.lang.Long, but it returns a Map whose keys are of type java.lang.String");
        assertOne(all, "queue", "a java.util.Queue of the missing ids cannot be made");
        assertOne(all, "later", "its result comes later in another way than by a CompletableFuture");
        assertOne(all, "oneLater", "it returns java.lang.String, which does not say what belongs to which id");
        assertOne(all, "rawLater", "it returns java.lang.Object, which does not say what belongs to which id");
        assertOne(all, "raw", "of what type the values of its Map are is not declared");
        assertOne(all, "streams", "the value of one, java.util.stream.Stream, can be used once only");
        assertOne(all, "arrays", "the ids are arrays");
        assertOne(all, "unless", "there is no method boolean isLong(java.lang.String)");
        assertOne(all, "tagOfAll", "tag template 'all:{ids}' names all ids");
        assertOne(all, "twice", "key template 'm:{ids[]}:{ids[]}' has two '[]'");
        assertThat(all).hasSize(15).allMatch(line -> line.contains("The method runs uncached."));
        assertThat(application.faults()).isEmpty();
    }

    private static void assertOne(List<String> all, String method, String reason) {
        assertThat(all)
                .filteredOn(line -> line.contains("." + method + "("))
                .singleElement()
                .asString()
                .contains(reason);
    }
}
