package dev.larder.agent.core.engine.refresh;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.Turn;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to replace an entry by what the method returns now.
 *
 * <ol>
 *   <li>It takes the turn. Without it, another process refreshes the entry.
 *   <li>It looks the entry up. If that has another version by now, it is newer, and nothing is loaded; if it is gone, it was evicted.
 *   <li>It runs the body, and has the turn kept meanwhile.
 *   <li>It replaces the version that it has looked up, and no other: see {@link Turn#replace}. An eviction at any time since then ends
 *       both values.
 *   <li>It ends the turn. After a failure nobody tries again for a while, here or elsewhere.
 * </ol>
 *
 * <p>The end of the entry's time is never moved by an attempt that fails.
 *
 * <p><b>Threads.</b> Run by one thread.
 *
 * <p><b>Failure.</b> Never throws. What the body throws is counted and reported by the {@link Work}.
 */
public final class Refresh {

    /** In place of a result, which may be null. */
    public static final Object NOTHING = new Object();

    private final CacheStore store;
    private final EntryId id;
    private final StoredEntry seen;
    private final MethodStats stats;
    private final Work work;

    /** @param seen what a call has found, with a version */
    public Refresh(CacheStore store, EntryId id, StoredEntry seen, MethodStats stats, Work work) {
        this.store = store;
        this.id = id;
        this.seen = seen;
        this.stats = stats;
        this.work = work;
    }

    /** The method's part of it. */
    public interface Work {

        /** Runs the body. */
        @Nullable
        Object run() throws Throwable;

        /** Whether the result is that of the entry: its arguments still make the key, and it is not made of stale values. */
        boolean isOfTheEntry();

        /** How long the result lives; 0 if it must not be stored. */
        long ttlMillis(@Nullable Object result);

        /** How long it stays beyond that. */
        long staleMillis();

        StoredEntry write(@Nullable Object result, boolean keepsReferences) throws CodecException;

        /** The body has thrown. The next attempt is in {@code restMillis}, at the earliest. */
        void threw(Throwable theirs, long restMillis);

        /** A fault of the agent's. */
        void failed(Throwable fault);
    }

    String key() {
        return id.key();
    }

    /** For a key that is marked as under way. */
    @Nullable
    Object run(MethodRefreshes method) {
        Turn turn = null;
        try {
            turn = store.takeTurn(id, method.threads().newBudget());
        } catch (StoreException unanswered) {
            // As if another had it: without the store nothing could be replaced.
        } catch (Throwable fault) {
            work.failed(fault);
        }
        if (turn == null) {
            method.marks.denied(key(), method.ticker().nanoTime());
            return NOTHING;
        }
        return new InTurn(method, turn).run();
    }

    /** The attempt once it has its turn. */
    private final class InTurn {

        private final MethodRefreshes method;
        private final Turn turn;

        /** Until the next attempt; 0 after success, negative if there was nothing to do. */
        private long restMillis = -1;

        InTurn(MethodRefreshes method, Turn turn) {
            this.method = method;
            this.turn = turn;
        }

        @Nullable
        Object run() {
            RefreshThreads.Keeping keeping = method.threads().keep(turn);
            try {
                StoredEntry current = current();
                return current == null ? NOTHING : replace(current);
            } catch (StoreException unanswered) {
                return NOTHING;
            } catch (Throwable fault) {
                rest();
                work.failed(fault);
                return NOTHING;
            } finally {
                keeping.stop();
                end();
            }
        }

        /** Null if the entry was evicted, or is newer. */
        private @Nullable StoredEntry current() throws StoreException {
            Lookup now = store.lookup(id, method.threads().newBudget());
            StoredEntry entry = now instanceof Lookup.Fresh fresh
                    ? fresh.entry()
                    : now instanceof Lookup.Stale stale ? stale.entry() : null;
            return entry != null && entry.version() == seen.version() ? entry : null;
        }

        private @Nullable Object replace(StoredEntry current) throws StoreException {
            long startNanos = method.ticker().nanoTime();
            Object result;
            try {
                result = work.run();
            } catch (Throwable theirs) {
                work.threw(theirs, rest());
                stats.recordLoadFailure();
                stats.recordRefreshFailure();
                return NOTHING;
            }
            long nanos = method.ticker().nanoTime() - startNanos;
            stats.recordLoad(nanos);
            method.loaded(nanos);
            keep(result, current);
            return result;
        }

        private void keep(@Nullable Object result, StoredEntry current) throws StoreException {
            long ttlMillis = work.ttlMillis(result);
            if (!work.isOfTheEntry()) {
                stats.recordRefusedStore();
                rest();
            } else if (ttlMillis == 0) {
                stats.recordUnfitResult();
                store.discard(
                        id, current, method.threads().newBudget()); // the method says that it is not true any more
            } else {
                store(result, ttlMillis);
            }
        }

        private void store(@Nullable Object result, long ttlMillis) throws StoreException {
            try {
                StoredEntry entry = work.write(result, turn.keepsReferences());
                if (turn.replace(
                        seen.version(),
                        entry,
                        ttlMillis,
                        work.staleMillis(),
                        method.threads().newBudget())) {
                    stats.recordStore();
                    stats.recordRefresh();
                    restMillis = 0;
                } else {
                    stats.recordRefusedStore();
                }
            } catch (CodecException unfit) {
                stats.recordUnfitResult();
                rest();
                work.failed(unfit);
            } catch (StoreException unanswered) {
                stats.recordRefreshFailure();
                rest();
            }
        }

        private long rest() {
            restMillis = method.marks.failed(key(), method.ticker().nanoTime());
            return restMillis;
        }

        private void end() {
            if (restMillis == 0) {
                method.marks.succeeded(key());
            } else if (restMillis < 0) {
                method.marks.denied(key(), method.ticker().nanoTime());
            }
            try {
                turn.end(Math.max(restMillis, 0), method.threads().newBudget());
            } catch (StoreException unanswered) {
                // It ends by itself.
            }
        }
    }
}
