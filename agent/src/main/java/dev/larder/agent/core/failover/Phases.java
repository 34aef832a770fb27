package dev.larder.agent.core.failover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.RemoteStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The phase in force, the ways from one to the next, and the journal that belongs to them.
 *
 * <p><b>Shape.</b> {@code INITIALIZING -> REDIS | RECOVERING | MEMORY}, {@code REDIS -> MEMORY},
 * {@code MEMORY -> RECOVERING -> REDIS | MEMORY}, and from and to {@code OFF}. Every way out of {@code REDIS} and into
 * {@code RECOVERING} starts with a new, empty memory store, so that entries and leases of an earlier phase are out of
 * reach without anything having to be cleared.
 *
 * <p><b>Threads.</b> Thread-safe. Reading the phase is one volatile read; changing it and touching the journal happen
 * under the lock, with neither I/O nor foreign code inside: news of a change is handed to an executor. What makes it
 * right is that the journal only takes an eviction in the very step in which the phase is seen to have no remote, and
 * that the phase only becomes {@code REDIS} in the very step in which the journal is seen to be empty:
 *
 * <ol>
 *   <li>Eviction while away, then recovery: it is in the journal, is replayed, and only then Redis is trusted.
 *   <li>Eviction reads "away", recovery completes, eviction goes on: the journal refuses it, since the phase has a
 *       remote by now, and the eviction goes to Redis itself.
 *   <li>Eviction in {@code RECOVERING}: it goes to Redis itself, and to the memory that still answers. So the journal
 *       only shrinks, and recovery ends however many evictions arrive.
 *   <li>Eviction fails in {@code REDIS} or {@code RECOVERING}: leaving that phase and entering the journal are one step.
 *       Whether Redis did it or not is unknown; the replay makes sure.
 *   <li>Eviction fails on an old connection while a new one has come into force: Redis may still hold the value and
 *       nobody would evict it, so the new phase is left too, as in 4.
 *   <li>Replay fails half-way: what was taken and not acknowledged goes back before anybody can trust Redis, since one
 *       thread takes, returns and trusts.
 *   <li>Eviction succeeds on a connection that is lost while it is under way: Redis has done it, and may forget it if
 *       another server takes its place. So it is told again, on the next connection or by way of the journal.
 *   <li>A load began in one phase and ends in another: its lease belongs to a store that no longer answers. In memory
 *       nobody reads what it stores; in Redis the connection is closed, or, if the bytes are on their way, the replayed
 *       eviction removes the value or has voided the lease before. Nor do those in this process get the value who wait
 *       for that load: the lease calls itself void when its store does not answer any more.
 *   <li>Two reasons to leave at once, or one about a connection that was left already: the second changes nothing.
 *   <li>More evictions than the journal holds: it becomes the eviction of everything, which covers them, those of tags
 *       as well: whatever carries a tag is an entry.
 *   <li>A put while Redis is away, by a writer's lease or without one: memory has the new value, and Redis may have the
 *       one before it. Nobody may read that later on, so Redis hears of a put as of an eviction of the key, as in 1 to
 *       6, before the put returns.
 *   <li>A put fails in {@code REDIS}: it is followed by an eviction of the key, as in 4. A writer does that itself; for
 *       puts without a lease it is done for them.
 * </ol>
 */
final class Phases {

    private static final int MAX_JOURNAL_NAMES = 25_000;
    private static final int MAX_JOURNAL_PATTERNS = 100;

    /** A change, for those who are told. */
    record Change(Phase before, Phase now) {

        Duration lasted() {
            return Duration.ofNanos(now.sinceNanos() - before.sinceNanos());
        }
    }

    private final Supplier<? extends CacheStore> memory;
    private final Ticker ticker;
    private final InstantSource wallClock;
    private final Consumer<Change> news;
    private final CompletableFuture<Boolean> decided = new CompletableFuture<>();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final EvictionJournal journal = new EvictionJournal(MAX_JOURNAL_NAMES, MAX_JOURNAL_PATTERNS);

    /** How many were taken from the journal and not acknowledged yet. */
    @GuardedBy("lock")
    private int taken;

    /** Written under the lock; publishes the stores to callers. */
    private volatile Phase current;

    Phases(
            Mode first,
            String reason,
            Supplier<? extends CacheStore> memory,
            Ticker ticker,
            InstantSource wallClock,
            Consumer<Change> news) {
        this.memory = memory;
        this.ticker = ticker;
        this.wallClock = wallClock;
        this.news = news;
        this.current = phase(first, reason, memory.get(), null);
    }

    Phase current() {
        return current;
    }

    /** Done when {@code INITIALIZING} is over. */
    CompletableFuture<Boolean> decided() {
        return decided;
    }

    int journalSize() {
        synchronized (lock) {
            return journal.size();
        }
    }

    /** Evictions that Redis has not acknowledged: those in the journal, and those that are being sent from there. */
    int outstanding() {
        synchronized (lock) {
            return journal.size() + taken;
        }
    }

    /** The phase in force; if it has no remote, the eviction is in the journal. */
    Phase journalIfAway(Eviction eviction) {
        synchronized (lock) {
            if (current.remote() == null) {
                journal.add(eviction);
            }
            return current;
        }
    }

    /** After a failed eviction: the phase then in force has no remote, and the eviction is in the journal. */
    Phase leaveAndJournal(Eviction eviction, String reason) {
        synchronized (lock) {
            leaveAny(reason);
            journal.add(eviction);
            return current;
        }
    }

    /** Leaves the phase that stands on {@code remote}. Returns false if there is none such any more. */
    boolean leave(RemoteStore remote, String reason) {
        synchronized (lock) {
            if (!current.stands(remote)) {
                return false;
            }
            leaveAny(reason);
            return true;
        }
    }

    @GuardedBy("lock")
    private void leaveAny(String reason) {
        if (current.mode() == Mode.REDIS) {
            enter(Mode.MEMORY, reason, memory.get(), null);
        } else if (current.mode() == Mode.RECOVERING) {
            enter(Mode.MEMORY, reason, current.store(), null);
        }
    }

    /** No connection could be made. Says so when that decides the first attempt; later attempts change nothing. */
    void unreachable(String reason) {
        synchronized (lock) {
            if (current.mode() == Mode.INITIALIZING) {
                enter(Mode.MEMORY, reason, current.store(), null);
            }
        }
    }

    /** Turns to a new connection. Returns false if nobody waits for one. */
    boolean recover(RemoteStore remote, String reason) {
        synchronized (lock) {
            if (current.mode() == Mode.INITIALIZING && journal.size() == 0) {
                enter(Mode.REDIS, reason, remote, remote);
                return true;
            }
            if (current.mode() == Mode.INITIALIZING || current.mode() == Mode.MEMORY) {
                enter(Mode.RECOVERING, reason, memory.get(), remote);
                return true;
            }
            return false;
        }
    }

    /** To be called again when what it returned was acknowledged, or {@link #addToJournal} if it was not. */
    Eviction takeFromJournal(int count) {
        synchronized (lock) {
            Eviction batch = journal.take(count);
            taken = batch.size();
            return batch;
        }
    }

    /** Adds what Redis did not acknowledge, or may have forgotten since. */
    void addToJournal(Eviction eviction) {
        synchronized (lock) {
            journal.add(eviction);
            taken = 0;
        }
    }

    /** Trusts Redis if it has heard of every eviction. Returns whether {@code remote} is in force. */
    boolean trust(RemoteStore remote, String reason) {
        synchronized (lock) {
            if (!current.stands(remote)) {
                return false;
            }
            if (current.mode() == Mode.RECOVERING && journal.size() == 0) {
                enter(Mode.REDIS, reason, remote, remote);
            }
            return current.mode() == Mode.REDIS;
        }
    }

    /** Leaves whatever phase it is for {@code OFF}. */
    void switchOff(String reason) {
        synchronized (lock) {
            if (current.mode() != Mode.OFF) {
                enter(Mode.OFF, reason, new NoStore(), null);
            }
        }
    }

    /** From {@code OFF} to an empty memory. */
    void switchOn(String reason) {
        synchronized (lock) {
            if (current.mode() == Mode.OFF) {
                enter(Mode.MEMORY, reason, memory.get(), null);
            }
        }
    }

    @GuardedBy("lock")
    private void enter(Mode mode, String reason, CacheStore store, @Nullable RemoteStore remote) {
        Phase before = current;
        current = phase(mode, reason, store, remote);
        if (mode != Mode.RECOVERING) {
            decided.complete(true);
        }
        news.accept(new Change(before, current));
    }

    private Phase phase(Mode mode, String reason, CacheStore store, @Nullable RemoteStore remote) {
        return new Phase(new ModeStatus(mode, wallClock.instant(), reason), store, remote, ticker.nanoTime());
    }
}
