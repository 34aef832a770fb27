package dev.larder.agent.core.store.redis.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.redis.connection.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class SharedReadsTest {

    private static final EntryId ID = new EntryId("k", "f");

    private final SharedReads<byte[]> reads = new SharedReads<>();
    private final List<CompletableFuture<byte[]>> sent = new ArrayList<>();

    @Test
    void read_nobodyElseReads_isSentAtOnce() {
        CompletableFuture<byte[]> only = read(ID);
        answer(0, "a");
        assertThat(only).isCompletedWithValueMatching(value -> text(value).equals("a"));
        assertThat(reads.size()).isZero();
    }

    @Test
    void h57_readAskedForWhileOneIsOnItsWay_isSentAfterIt() {
        CompletableFuture<byte[]> early = read(ID);
        CompletableFuture<byte[]> late = read(ID);
        CompletableFuture<byte[]> later = read(ID);
        assertThat(sent).hasSize(1);
        answer(0, "before the eviction");
        assertThat(text(early.join())).isEqualTo("before the eviction");
        assertThat(late).isNotDone();
        assertThat(sent).hasSize(2);
        answer(1, "after it");
        assertThat(text(late.join())).isEqualTo("after it");
        assertThat(text(later.join())).isEqualTo("after it");
        assertThat(sent).hasSize(2);
        assertThat(reads.size()).isZero();
    }

    @Test
    void read_oneFails_theNextIsSentAllTheSame() {
        CompletableFuture<byte[]> early = read(ID);
        CompletableFuture<byte[]> late = read(ID);
        sent.get(0).completeExceptionally(new IllegalStateException("injected"));
        assertThat(early).isCompletedExceptionally();
        answer(1, "a");
        assertThat(text(late.join())).isEqualTo("a");
        assertThat(reads.size()).isZero();
    }

    @Test
    void read_commandThrows_failsForThoseWhoAskedAndLeavesNothing() {
        CompletableFuture<byte[]> read = reads.read(ID, () -> {
            throw new IllegalStateException("injected");
        });
        assertThat(read).isCompletedExceptionally();
        assertThat(reads.size()).isZero();
    }

    @Test
    void cancel_byOneWhoShares_leavesTheOthers() {
        read(ID);
        CompletableFuture<byte[]> impatient = read(ID);
        CompletableFuture<byte[]> patient = read(ID);
        impatient.cancel(true);
        answer(0, "first");
        answer(1, "second");
        assertThat(text(patient.join())).isEqualTo("second");
    }

    @Test
    void read_otherEntry_doesNotWait() {
        read(ID);
        read(new EntryId("k", "another version"));
        assertThat(sent).hasSize(2);
    }

    private CompletableFuture<byte[]> read(EntryId id) {
        return reads.read(id, () -> {
            CompletableFuture<byte[]> reply = new CompletableFuture<>();
            sent.add(reply);
            return reply;
        });
    }

    private void answer(int index, String text) {
        sent.get(index).complete(Bytes.of(text));
    }

    private static String text(byte[] value) {
        return Bytes.text(value);
    }
}
