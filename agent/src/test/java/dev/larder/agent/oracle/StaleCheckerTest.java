package dev.larder.agent.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.apps.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories made by hand: what must be found is found, and nothing that is allowed. */
final class StaleCheckerTest {

    private static final Duration MEMORY_LIMIT = Duration.ofSeconds(5);
    private static final String KEY = "k";
    private static final int A = 0;
    private static final int B = 1;

    private final List<Read> reads = new ArrayList<>();
    private final List<Eviction> evictions = new ArrayList<>();

    @Test
    void check_olderReadByAnotherAfterEviction_isFound() {
        evict(A, 10, 20, "REDIS", "REDIS", 7);
        read(B, 21, 22, "REDIS", "REDIS", 6);

        Verdict verdict = check();

        assertThat(verdict.violations()).hasSize(1);
        assertThat(verdict.violations().get(0).promised()).isEqualTo(7);
        assertThat(verdict.violations().get(0).toString())
                .contains("version 6, although 7 was promised")
                .contains("<-- stale")
                .contains("covers {k=7}");
    }

    @Test
    void check_readOfTheEvictedVersionOrANewerOne_isRight() {
        evict(A, 10, 20, "REDIS", "REDIS", 7);
        read(B, 21, 22, "REDIS", "REDIS", 7);
        read(B, 21, 22, "REDIS", "REDIS", 8);

        assertThatNothingIsWrong();
    }

    @Test
    void check_readSentBeforeTheEvictionReturned_mayGetEither() {
        evict(A, 10, 20, "REDIS", "REDIS", 7);
        read(A, 19, 40, "REDIS", "REDIS", 6);
        read(B, 5, 40, "REDIS", "REDIS", 7);

        assertThatNothingIsWrong();
    }

    @Test
    void check_evictionOfAnotherKey_bindsNobody() {
        evict(A, 10, 20, "REDIS", "REDIS", 7);
        reads.add(new Read(span(B, 21, 22, "REDIS", "REDIS"), "other", 0));

        assertThatNothingIsWrong();
    }

    @Test
    void check_severalEvictions_theNewestOfThoseThatReturnedBinds() {
        evict(A, 10, 20, "REDIS", "REDIS", 7);
        evict(B, 12, 25, "REDIS", "REDIS", 8);
        evict(B, 26, 50, "REDIS", "REDIS", 9);
        read(A, 22, 24, "REDIS", "REDIS", 7);
        read(A, 30, 31, "REDIS", "REDIS", 7);

        assertThat(check().violations()).extracting(Violation::promised).containsExactly(8L);
    }

    @Test
    void check_evictionsThatReturnedInTheOtherOrder_newestVersionBinds() {
        evict(A, 10, 30, "REDIS", "REDIS", 7);
        evict(B, 12, 20, "REDIS", "REDIS", 8);
        read(A, 31, 32, "REDIS", "REDIS", 7);

        assertThat(check().violations()).extracting(Violation::promised).containsExactly(8L);
    }

    @Test
    void check_ownEvictionWithoutRedis_bindsInEveryMode() {
        evict(A, 10, 20, "MEMORY", "MEMORY", 7);
        read(A, 21, 22, "MEMORY", "MEMORY", 6);
        read(A, 23, 24, "RECOVERING", "REDIS", 6);

        assertThat(check().violations()).hasSize(2);
    }

    @Test
    void check_evictionThatRedisHasNotBeenToldOf_doesNotBindOthers() {
        evict(A, 10, 20, "REDIS", "MEMORY", 7);
        read(B, 21, 22, "REDIS", "REDIS", 6);

        assertThat(check()).isEqualTo(new Verdict(1, 1, 1, List.of()));
    }

    @Test
    void check_evictingProcessIsSeenInRedisLater_bindsOthersFromThenOn() {
        evict(A, 10, 20, "MEMORY", "MEMORY", 7);
        read(A, 30, 40, "RECOVERING", "REDIS", 7);
        read(B, 39, 50, "REDIS", "REDIS", 6);
        read(B, 41, 50, "REDIS", "REDIS", 6);

        assertThat(check().violations()).extracting(v -> v.read().span().sent()).containsExactly(41L);
    }

    @Test
    void check_evictingProcessWasInRedisWhileItEvicted_saysNothingOfTheJournal() {
        evict(A, 10, 20, "MEMORY", "MEMORY", 7);
        read(A, 15, 25, "REDIS", "REDIS", 7);
        read(B, 30, 31, "REDIS", "REDIS", 6);

        assertThat(check().violations()).isEmpty();
    }

    @Test
    void check_evictionEndsInRedisThoughItBeganWithout_bindsOthers() {
        evict(A, 10, 20, "MEMORY", "REDIS", 7);
        read(B, 21, 22, "REDIS", "REDIS", 6);

        assertThat(check().violations()).hasSize(1);
    }

    @Test
    void check_readerWithoutRedisSinceBeforeTheEviction_isExempt() {
        read(B, 5, 6, "REDIS", "MEMORY", 6);
        evict(A, 10, 20, "REDIS", "REDIS", 7);
        read(B, 21, 22, "MEMORY", "MEMORY", 6);

        assertThat(check()).isEqualTo(new Verdict(2, 1, 1, List.of()));
    }

    @Test
    void check_exemptReaderThatReadsTheNewVersion_madeNoUseOfIt() {
        evict(A, 10, 20, "REDIS", "REDIS", 7);
        read(B, 21, 22, "MEMORY", "MEMORY", 7);

        assertThat(check()).isEqualTo(new Verdict(1, 1, 0, List.of()));
    }

    @Test
    void check_readerLostRedisAfterTheEviction_isBound() {
        evict(A, 10, 20, "REDIS", "REDIS", 7);
        read(B, 21, 22, "REDIS", "REDIS", 7);
        read(B, 30, 31, "MEMORY", "MEMORY", 6);

        assertThat(check().violations()).hasSize(1);
    }

    @Test
    void check_readerWasSeenInRedisPerhapsBeforeTheEvictionReturned_isExempt() {
        read(B, 19, 25, "REDIS", "MEMORY", 6);
        evict(A, 10, 20, "REDIS", "REDIS", 7);
        read(B, 30, 31, "MEMORY", "MEMORY", 6);

        assertThat(check().violations()).isEmpty();
    }

    @Test
    void check_readBeganInRedisAndEndedWithout_isBound() {
        evict(A, 10, 20, "REDIS", "REDIS", 7);
        read(B, 30, 31, "REDIS", "MEMORY", 6);

        assertThat(check().violations()).hasSize(1);
    }

    @Test
    void check_readBeganWithoutRedisAndEndedInIt_isExempt() {
        evict(A, 10, 20, "REDIS", "REDIS", 7);
        read(B, 30, 31, "RECOVERING", "REDIS", 6);

        assertThat(check().violations()).isEmpty();
    }

    @Test
    void check_readerWithoutRedisForLongerThanMemoryKeepsEntries_isBound() {
        evict(A, 1_000, 2_000, "REDIS", "REDIS", 7);
        read(B, 6_900, 6_901, "MEMORY", "MEMORY", 6);
        read(B, 7_100, 7_101, "MEMORY", "MEMORY", 6);

        assertThat(check().violations()).extracting(v -> v.read().span().sent()).containsExactly(7_100L);
    }

    @Test
    void check_oneProcessWithMemoryAlone_isBoundByAllItEvicts() {
        evict(A, 10, 20, "MEMORY", "MEMORY", 7);
        read(A, 15, 30, "MEMORY", "MEMORY", 6);
        read(A, 21, 30, "MEMORY", "MEMORY", 6);

        assertThat(check().violations()).extracting(v -> v.read().span().sent()).containsExactly(21L);
    }

    private void assertThatNothingIsWrong() {
        Verdict verdict = check();
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.exempt()).isZero();
    }

    private void evict(int worker, long sent, long returned, String before, String after, long version) {
        Order order = Order.change(Verb.UPDATE, KEY);
        evictions.add(new Eviction(span(worker, sent, returned, before, after), order, Map.of(KEY, version)));
    }

    private void read(int worker, long sent, long returned, String before, String after, long version) {
        reads.add(new Read(span(worker, sent, returned, before, after), KEY, version));
    }

    /** One millisecond for each place in the order. */
    private static Span span(int worker, long sent, long returned, String before, String after) {
        return new Span(sent, worker, sent, returned, sent, returned, before, after);
    }

    private Verdict check() {
        return new StaleChecker(new History(reads, evictions), MEMORY_LIMIT).check();
    }
}
