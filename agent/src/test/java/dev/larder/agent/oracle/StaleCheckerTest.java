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
    private final List<Cut> cuts = new ArrayList<>();

    @Test
    void check_olderReadByAnotherAfterEviction_isFound() {
        evict(A, 10, 20, 7);
        read(B, 21, 22, 6);

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
        evict(A, 10, 20, 7);
        read(B, 21, 22, 7);
        read(B, 21, 22, 8);

        assertThatNothingIsWrong();
    }

    @Test
    void check_readSentBeforeTheEvictionReturned_mayGetEither() {
        evict(A, 10, 20, 7);
        read(A, 19, 40, 6);
        read(B, 5, 40, 7);

        assertThatNothingIsWrong();
    }

    @Test
    void check_evictionOfAnotherKey_bindsNobody() {
        evict(A, 10, 20, 7);
        reads.add(new Read(span(B, 21, 22), "other", 0));

        assertThatNothingIsWrong();
    }

    @Test
    void check_severalEvictions_theNewestOfThoseThatReturnedBinds() {
        evict(A, 10, 20, 7);
        evict(B, 12, 25, 8);
        evict(B, 26, 50, 9);
        read(A, 22, 24, 7);
        read(A, 30, 31, 7);

        assertThat(check().violations()).extracting(Violation::promised).containsExactly(8L);
    }

    @Test
    void check_evictionsThatReturnedInTheOtherOrder_newestVersionBinds() {
        evict(A, 10, 30, 7);
        evict(B, 12, 20, 8);
        read(A, 31, 32, 7);

        assertThat(check().violations()).extracting(Violation::promised).containsExactly(8L);
    }

    @Test
    void check_anyModeButNoCut_excusesNothing() {
        evict(A, 10, 20, 7);
        read(B, 21, 22, 6);

        assertThat(check().violations()).hasSize(1);
        assertThat(check().violations().get(0).read().span().modeBefore()).isEqualTo("MEMORY");
    }

    @Test
    void check_ownEvictionWhileCutOff_binds() {
        cut(A, 5, 100);
        evict(A, 10, 20, 7);
        read(A, 21, 22, 6);
        read(A, 90, 110, 6);

        assertThat(check().violations()).hasSize(2);
    }

    @Test
    void check_evictionThatRedisHasNotBeenToldOf_doesNotBindOthers() {
        cut(A, 5, 100);
        evict(A, 10, 20, 7);
        read(B, 21, 22, 6);

        assertThat(check()).isEqualTo(new Verdict(1, 1, 1, List.of()));
    }

    @Test
    void check_evictingProcessIsBack_bindsOthersFromThenOn() {
        cut(A, 5, 40);
        evict(A, 10, 20, 7);
        read(B, 39, 50, 6);
        read(B, 41, 50, 6);

        assertThat(check().violations()).extracting(v -> v.read().span().sent()).containsExactly(41L);
    }

    @Test
    void check_evictionBeganBeforeTheCut_bindsOthersWhenTheProcessIsBack() {
        cut(A, 15, 40);
        evict(A, 10, 20, 7);
        read(B, 21, 22, 6);
        read(B, 41, 42, 6);

        assertThat(check().violations()).extracting(v -> v.read().span().sent()).containsExactly(41L);
    }

    @Test
    void check_evictionEndedAfterTheCut_bindsOthers() {
        cut(A, 5, 15);
        evict(A, 10, 20, 7);
        read(B, 21, 22, 6);

        assertThat(check().violations()).hasSize(1);
    }

    @Test
    void check_cutOfAThirdProcess_excusesNeither() {
        cut(2, 1, 100);
        evict(A, 10, 20, 7);
        read(B, 21, 22, 6);

        assertThat(check().violations()).hasSize(1);
    }

    @Test
    void check_readerCutOffSinceBeforeTheEviction_isExempt() {
        cut(B, 5, 100);
        evict(A, 10, 20, 7);
        read(B, 21, 22, 6);

        assertThat(check()).isEqualTo(new Verdict(1, 1, 1, List.of()));
    }

    @Test
    void check_exemptReaderThatReadsTheNewVersion_madeNoUseOfIt() {
        cut(B, 5, 100);
        evict(A, 10, 20, 7);
        read(B, 21, 22, 7);

        assertThat(check()).isEqualTo(new Verdict(1, 1, 0, List.of()));
    }

    @Test
    void check_readerCutOffAfterTheEviction_isBound() {
        cut(B, 25, 100);
        evict(A, 10, 20, 7);
        read(B, 30, 31, 6);

        assertThat(check().violations()).hasSize(1);
    }

    @Test
    void check_readerCutOffBeforeTheEvictionReturned_isExempt() {
        cut(B, 19, 100);
        evict(A, 10, 20, 7);
        read(B, 30, 31, 6);

        assertThat(check().violations()).isEmpty();
    }

    @Test
    void check_readerBackBetweenTwoCuts_isBound() {
        cut(B, 5, 25);
        cut(B, 26, 100);
        evict(A, 10, 20, 7);
        read(B, 30, 31, 6);

        assertThat(check().violations()).hasSize(1);
    }

    @Test
    void check_readBeganWhileCutOffAndEndedLater_isExempt() {
        cut(B, 5, 40);
        evict(A, 10, 20, 7);
        read(B, 39, 50, 6);

        assertThat(check().violations()).isEmpty();
    }

    @Test
    void check_readerCutOffForLongerThanMemoryKeepsEntries_isBound() {
        cut(B, 1, 9_000);
        evict(A, 1_000, 2_000, 7);
        read(B, 6_900, 6_901, 6);
        read(B, 7_100, 7_101, 6);

        assertThat(check().violations()).extracting(v -> v.read().span().sent()).containsExactly(7_100L);
    }

    @Test
    void check_oneProcessWithMemoryAlone_isBoundByAllItEvicts() {
        evict(A, 10, 20, 7);
        read(A, 15, 30, 6);
        read(A, 21, 30, 6);

        assertThat(check().violations()).extracting(v -> v.read().span().sent()).containsExactly(21L);
    }

    private void assertThatNothingIsWrong() {
        Verdict verdict = check();
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.exempt()).isZero();
    }

    private void evict(int worker, long sent, long returned, long version) {
        Order order = Order.change(Verb.UPDATE, KEY);
        evictions.add(new Eviction(span(worker, sent, returned), order, Map.of(KEY, version)));
    }

    private void cut(int worker, long begun, long ended) {
        cuts.add(new Cut(worker, begun, ended));
    }

    private void read(int worker, long sent, long returned, long version) {
        reads.add(new Read(span(worker, sent, returned), KEY, version));
    }

    /** One millisecond for each place in the order. */
    private static Span span(int worker, long sent, long returned) {
        return new Span(sent, worker, sent, returned, sent, returned, "MEMORY", "MEMORY");
    }

    private Verdict check() {
        return new StaleChecker(new History(reads, evictions, cuts), MEMORY_LIMIT).check();
    }
}
