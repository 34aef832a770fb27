package dev.larder.agent.core.link.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Batch methods: which arguments and results they may have, and what becomes of them. */
abstract class BatchResultContract extends ShopCalls {

    @Test
    void absentIds_areCachedAsAbsent() throws Throwable {
        assertThat(call("many", ids(5, 6))).isEqualTo(Map.of(6L, "user 6.0"));
        assertThat(call("many", ids(5, 6))).isEqualTo(Map.of(6L, "user 6.0"));
        assertThat(call("one", 5L)).isNull();
        assertThat(call("listed", ids(6, 5))).isEqualTo(Arrays.asList("user 6.0", null));
        assertThat(runs()).containsExactly("many [5, 6]");
    }

    @Test
    void absentIds_nullTtl0_areNotCached() throws Throwable {
        call("withoutNull", ids(5, 6));
        call("withoutNull", ids(5, 6));
        assertThat(runs()).containsExactly("withoutNull [5, 6]", "withoutNull [5]");
    }

    /** It cannot say anything of an id without a value; nullTtl does. */
    @Test
    void unlessTakesAPrimitive_isNotAskedOfNull() throws Throwable {
        call("small", ids(5, 6, 101));
        assertThat(call("small", ids(5, 6, 101))).isEqualTo(Arrays.asList(null, 6, 101));
        assertThat(((CompletableFuture<?>) call("smallLater", 10L)).get(20, TimeUnit.SECONDS))
                .isNull();
        assertThat(call("small", ids(10))).isEqualTo(Arrays.asList((Object) null));
        assertThat(runs()).containsExactly("small [5, 6, 101]", "small [101]", "smallLater 10");
        assertThat(application.counts().unfitResults()).isEqualTo(2);
    }

    @Test
    void nullIds_areIdsLikeOthers_emptyAndNullGoToTheBody() throws Throwable {
        assertThat(call("many", Arrays.asList(1L, null))).isEqualTo(new HashMap<>(Map.of(1L, "user 1.0")) {
            {
                put(null, "of null");
            }
        });
        call("many", Arrays.asList(null, 1L));
        assertThat(runs()).hasSize(1);
        assertThat(call("many", ids())).isEqualTo(Map.of());
        assertThat(runs()).containsExactly("many []");
        assertThatThrownBy(() -> call("many", (Object) null)).isInstanceOf(NullPointerException.class);
        assertThat(application.counts().bypasses()).isEqualTo(2);
    }

    @Test
    void allMissing_bodyGetsTheArgumentAndCallerTheResult() throws Throwable {
        assertThat(call("ofKind", "k", new TreeSet<>(ids(2, 1)))).isExactlyInstanceOf(TreeMap.class);
        assertThat(runs()).containsExactly("ofKind ak[1, 2]");
    }

    @Test
    void setsAndIterables_bodyGetsItsOwnKind() throws Throwable {
        call("one", 2L);
        SortedSet<Long> sorted = new TreeSet<>(Comparator.<Long>reverseOrder());
        sorted.addAll(ids(1, 2, 3));
        assertThat(call("ofSorted", sorted)).isEqualTo(Map.of(1L, "user 1.0", 2L, "user 2.0", 3L, "user 3.0"));
        List<Long> source = ids(3, 4);
        var once = source.iterator();
        assertThat(call("ofIterable", (Iterable<Long>) () -> once)).isEqualTo(Map.of(3L, "user 3.0", 4L, "user 4.0"));
        var again = ids(6, 7).iterator();
        assertThat(call("ofIterable", (Iterable<Long>) () -> again)).isEqualTo(Map.of(6L, "user 6.0", 7L, "user 7.0"));
        assertThat(runs()).containsExactly("one 2", "ofSorted [3, 1]", "ofIterable [4]", "ofIterable [6, 7]");
    }

    @Test
    void bodyThrows_sameExceptionAndNothingIsStored() throws Throwable {
        call("throwing", ids(1));
        assertThatThrownBy(() -> call("throwing", ids(1, 13, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("13");
        call("throwing", ids(1, 2));
        assertThat(runs()).containsExactly("throwing [1]", "throwing [13, 2]", "throwing [2]");
        assertThat(application.counts().loadFailures()).isEqualTo(2);
    }

    @Test
    void unless_isAskedForEachId() throws Throwable {
        call("unless", ids(1, 2, 3, 4));
        call("unless", ids(1, 2, 3, 4));
        assertThat(runs()).containsExactly("unless [1, 2, 3, 4]", "unless [1, 3]");
    }

    @Test
    void mappedToNull_isNotStored() throws Throwable {
        Map<Long, String> expected = new HashMap<>();
        expected.put(4L, "user 4.0");
        expected.put(5L, null);
        assertThat(call("explicitNulls", ids(4, 5))).isEqualTo(expected);
        assertThat(call("explicitNulls", ids(4, 5))).isEqualTo(expected);
        assertThat(runs()).containsExactly("explicitNulls [4, 5]", "explicitNulls [5]");
    }

    @Test
    void listOfAnotherLength_isNotStored_andACallWithHitsRunsForAll() throws Throwable {
        assertThat(call("shortened", ids(4, 5))).isEqualTo(List.of("user 4.0"));
        assertThat(call("shortened", ids(4, 6))).isEqualTo(List.of("user 4.0", "user 6.0"));
        assertThat(call("shortened", ids(4, 5, 6))).isEqualTo(List.of("user 4.0", "user 6.0"));
        assertThat(runs())
                .containsExactly("shortened [4, 5]", "shortened [4, 6]", "shortened [5]", "shortened [4, 5, 6]");
        assertThat(application.counts().unfitResults()).isEqualTo(3);
    }

    @Test
    void keysThatAreNoIds_nothingIsStored() throws Throwable {
        call("upper", List.of("a", "B"));
        call("upper", List.of("a", "B"));
        assertThat(runs()).containsExactly("upper [a, B]", "upper [a, B]");
    }

    @Test
    void keysThatAreNoIds_nothingIsStored_alsoIfAllIdsAreThere() throws Throwable {
        assertThat(call("withParents", ids(1))).isEqualTo(Map.of(1L, "user 1.0", -1L, "parent"));
        assertThat(call("withParents", ids(1))).isEqualTo(Map.of(1L, "user 1.0", -1L, "parent"));
        assertThat(runs()).hasSize(2);
    }

    @Test
    void idWithoutACollection_isNotCachedAsNull() throws Throwable {
        assertThat(call("groups", ids(1, 5))).isEqualTo(Map.of(1L, List.of("user 1.0")));
        assertThat(call("groups", ids(1, 5))).isEqualTo(Map.of(1L, List.of("user 1.0")));
        assertThat(runs()).containsExactly("groups [1, 5]", "groups [5]");
    }

    @Test
    void collections_areTheCallersOwn() throws Throwable {
        call("groups", ids(1));
        @SuppressWarnings("unchecked")
        Map<Long, List<String>> first = (Map<Long, List<String>>) call("groups", ids(1));
        first.get(1L).add("mine");
        assertThat(call("groups", ids(1))).isEqualTo(Map.of(1L, List.of("user 1.0")));
    }

    @Test
    void nullResult_isNotStored() throws Throwable {
        assertThat(call("nothing", ids(1))).isNull();
        assertThat(call("nothing", ids(1))).isNull();
        assertThat(runs()).hasSize(2);
    }

    @Test
    void results_areTheCallersOwn() throws Throwable {
        call("many", ids(1, 2));
        @SuppressWarnings("unchecked")
        Map<Long, String> first = (Map<Long, String>) call("many", ids(1, 2));
        first.clear();
        assertThat(call("many", ids(1, 2))).isEqualTo(Map.of(1L, "user 1.0", 2L, "user 2.0"));
    }
}
