package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.store.EntryId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers of the same entry at the same time share one read.
 *
 * <p>At most one read for an entry is under way. Callers that come meanwhile share the next one, which is sent when
 * the first is answered. So no caller gets a value that was read before it asked, and a call sees every eviction that
 * returned before it began. A hundred callers cost two reads: not a hundred, and not one that may be too old.
 *
 * <p><b>Threads.</b> Thread-safe. The next read is sent from the thread that has the answer to the one before.
 *
 * <p><b>Failure.</b> A read that fails, fails for all callers that share it; the next one is still sent. A caller that
 * gives up does not cancel a read that others may wait for.
 */
public final class SharedReads<T> {

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

    /** The number of entries that are being read now. */
    public int size() {
        return turns.size();
    }

    /**
     * The reads of one entry.
     *
     * @param sent the read that is under way
     * @param unsent the next one; null if no caller waits for it
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
