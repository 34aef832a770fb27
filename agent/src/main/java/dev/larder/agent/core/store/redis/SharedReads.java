package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.EntryId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers that ask for the same entry at the same time share what is read for them.
 *
 * <p>At most one read per entry is on its way. Who comes meanwhile shares the next one, which is sent when that one is
 * answered. So nobody gets what was read before it asked, and an eviction that returned before a call began is seen by
 * that call: a hundred callers cost two reads, not a hundred, and not one that may be too old.
 *
 * <p><b>Threads.</b> Thread-safe. The next read is sent from the thread that has the answer to the one before.
 *
 * <p><b>Failure.</b> A read that fails, fails for those who share it; the next one is sent all the same. Nobody's giving
 * up cancels a read that others may wait for.
 */
final class SharedReads<T> {

    private final ConcurrentMap<EntryId, Turn<T>> turns = new ConcurrentHashMap<>();

    /** The answer to a read that is sent after this call began; a future of the caller's own. */
    CompletableFuture<T> read(EntryId id, Supplier<? extends CompletionStage<T>> command) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        Turn<T> turn =
                turns.compute(id, (key, current) -> current == null ? new Turn<>(mine, null) : current.joinedBy(mine));
        if (turn.sent == mine) {
            send(id, mine, command);
            return mine.copy();
        }
        return turn.waiting().copy();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the answer goes to those who wait for it
    private void send(EntryId id, CompletableFuture<T> sent, Supplier<? extends CompletionStage<T>> command) {
        CompletionStage<T> reply;
        try {
            reply = command.get();
        } catch (RuntimeException e) {
            reply = CompletableFuture.failedFuture(e);
        }
        reply.whenComplete((answer, failure) -> {
            Turn<T> next = turns.computeIfPresent(id, (key, turn) -> turn.next());
            if (failure == null) {
                sent.complete(answer);
            } else {
                sent.completeExceptionally(failure);
            }
            if (next != null) {
                send(id, next.sent, command);
            }
        });
    }

    /** Entries somebody is reading now. */
    int size() {
        return turns.size();
    }

    /**
     * Who waits for what, of one entry.
     *
     * @param sent the read that is on its way
     * @param unsent the one after it; null if nobody waits for that
     */
    private record Turn<T>(
            CompletableFuture<T> sent, @Nullable CompletableFuture<T> unsent) {

        Turn<T> joinedBy(CompletableFuture<T> caller) {
            return unsent == null ? new Turn<>(sent, caller) : this;
        }

        CompletableFuture<T> waiting() {
            return unsent == null ? sent : unsent;
        }

        @Nullable
        Turn<T> next() {
            return unsent == null ? null : new Turn<>(unsent, null);
        }
    }
}
