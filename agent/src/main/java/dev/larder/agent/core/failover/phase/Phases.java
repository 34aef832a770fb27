package dev.larder.agent.core.failover.phase;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.EvictionSet;
import dev.larder.agent.core.store.LocalEntries;
import dev.larder.agent.core.store.remote.RemoteStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The current phase, the transitions between phases, and the journal that belongs to them.
 *
 * <p><b>Shape.</b> {@code INITIALIZING -> REDIS | RECOVERING | MEMORY}, {@code REDIS -> MEMORY}, {@code MEMORY ->
 * RECOVERING -> REDIS | MEMORY}, {@code MEMORY -> REDIS} for a connection that was kept, from all of them to {@code
 * OFF}, and {@code OFF -> INITIALIZING}, or {@code OFF -> MEMORY} where no Redis is configured. Every transition from
 * {@code REDIS} starts a new memory store, so what an earlier one has loaded and lent cannot be reached, and
 * nothing has to be cleared. It begins with the standby: what was read from the Redis that is left. From {@code MEMORY} to {@code RECOVERING} and back the store stays the same: each
 * eviction reaches it in all of these phases, so its entries stay valid, and a failed attempt to reconnect does not
 * empty it.
 *
 * <p><b>Threads.</b> Thread-safe. Reading the phase is one volatile read. The phase and the journal change under the
 * lock, without I/O and without foreign code: an executor reports the change. Two rules make this correct. The journal
 * takes an eviction only in the same step in which the phase is seen to have no remote. The phase becomes {@code
 * REDIS} only in the same step in which the journal is seen to be empty.
 *
 * <ol>
 *   <li>Eviction while away, then recovery: it is in the journal, is replayed, and only then Redis is trusted. If
 *       Redis works and is only not connected, the eviction is also sent on a spare connection before it returns.
 *   <li>Eviction reads "away", recovery completes, eviction continues: the journal refuses it, since the phase now has
 *       a remote, and the eviction is sent to Redis directly.
 *   <li>Eviction in {@code RECOVERING}: it goes to Redis directly, and to the memory that still answers. So the
 *       journal only shrinks, and recovery ends however many evictions arrive.
 *   <li>Eviction fails in {@code REDIS} or {@code RECOVERING}, also on another connection: leaving that phase and
 *       adding the eviction to the journal are one step. It is unknown whether Redis carried it out; the replay makes
 *       sure. If the other connection confirmed it, and this one stays silent, the phase is left as well.
 *   <li>Eviction fails on an old connection when a new one is already in use: Redis may still have the value, so the
 *       eviction is sent on the new one, as if it had just begun. If there is no connection by then, as in 1.
 *   <li>Replay fails half-way: what was taken and not confirmed goes back to the journal before Redis can be trusted,
 *       since one thread takes, puts back and trusts.
 *   <li>Eviction succeeds on a connection that is lost while it is under way: Redis has carried it out, and may lose
 *       it if another server takes its place. So it is sent again, on the next connection, or through the journal and
 *       on a spare connection.
 *   <li>A load began in one phase and ends in another: its lease belongs to a store that no longer answers. In memory
 *       no call reads what it stores. In Redis the connection is closed; or, if the bytes were already sent, the
 *       replayed eviction removes the value or has voided the lease before. Callers in this process that wait for that
 *       load do not get the value either: the lease reports itself void when its store no longer answers.
 *   <li>Two reasons to leave at once, or a reason about a connection that was left already: the second changes
 *       nothing.
 *   <li>More evictions than the journal holds: it becomes the eviction of everything, which covers all of them, also
 *       those of tags, since only entries carry tags.
 *   <li>A put while Redis is away, with a writer's lease or without one: memory has the new value, and Redis may have
 *       the earlier one. No call may read that later, so the put is sent to Redis as an eviction of the key, as in 1
 *       to 6, before the put returns.
 *   <li>A put fails in {@code REDIS}: its caller evicts the key, with a lease or without one, as in 4.
 *   <li>Redis answers, but not in time for calls: memory answers, with the standby at first, and the connection stays. Evictions
 *       still reach Redis on it, as in 3, so other processes see them, the journal stays empty, and Redis is trusted
 *       again without a replay. A load or put that was under way ends as in 8: it stores in Redis only under its lease
 *       there, which evictions still void.
 *   <li>A kept connection is closed while an eviction is under way on it: as in 4.
 *   <li>In {@code INITIALIZING} other processes may evict through a Redis that works, and this one does not notice. So
 *       nothing is stored and nothing found until the first attempt to connect has ended, and in {@code RECOVERING}
 *       after it. Callers share runs of the body that began after they called. If Redis is away, memory then answers,
 *       empty.
 *   <li>From {@code MEMORY} to {@code REDIS}: entries in memory cannot be reached, since a call reads the phase when
 *       it begins, and callers that wait for an earlier load do not get its value, as in 8.
 *   <li>An operator forces {@code MEMORY} while Redis is connected: as in 13, except that Redis is not trusted until the
 *       time is over. Then it is what it always is: connected, with every eviction, and to be probed; or not connected,
 *       and to be sent the journal.
 *   <li>Replay while other processes are in {@code REDIS}: a load of theirs could make an outer entry from an inner one
 *       that the replay has not evicted yet. So the whole journal is one eviction, and Redis holds such loads off until
 *       its end.
 * </ol>
 */
public final class Phases {

    private static final int MAX_JOURNAL_NAMES = 25_000;

    /** A change, as it is reported. */
    public record Change(Phase before, Phase now) {

        /** Gives room: nobody reads the entries of a store that is left. */
        public void dropLeft() {
            LocalEntries left =
                    before.store() == now.store() ? null : before.store().near();
            if (left != null) {
                left.drop();
            }
        }

        public Duration lasted() {
            return Duration.ofNanos(now.sinceNanos() - before.sinceNanos());
        }
    }

    private final CacheStore.Fallbacks memory;
    private final Ticker ticker;
    private final InstantSource wallClock;
    private final Consumer<Change> news;
    private final CompletableFuture<Boolean> decided = new CompletableFuture<>();
    private final Object lock = new Object();

    /** Evictions that Redis has not heard of yet. */
    @GuardedBy("lock")
    private final EvictionSet journal = new EvictionSet(MAX_JOURNAL_NAMES, EvictionSet.MAX_PATTERNS);

    /** How many were taken from the journal and are not confirmed yet. */
    @GuardedBy("lock")
    private int taken;

    /** What an operator chose instead of what would follow, {@code REDIS} or {@code MEMORY}; null for nothing. */
    @GuardedBy("lock")
    private @Nullable Mode forced;

    @GuardedBy("lock")
    private String forcedReason = "";

    /** By mode, without the time since the current one was entered. */
    @GuardedBy("lock")
    private final EnumMap<Mode, Duration> spent = new EnumMap<>(Mode.class);

    /** Written under the lock; publishes the stores to callers. */
    private volatile Phase current;

    /** Whether a Redis is configured, so that memory must not answer before the first attempt to connect. */
    private final boolean connects;

    public Phases(
            Mode first,
            String reason,
            CacheStore.Fallbacks memory,
            Ticker ticker,
            InstantSource wallClock,
            Consumer<Change> news) {
        this.memory = memory;
        this.ticker = ticker;
        this.wallClock = wallClock;
        this.news = news;
        this.connects = first == Mode.INITIALIZING;
        this.current = new Phase(
                new ModeStatus(first, wallClock.instant(), reason),
                connects ? new NoStore() : memory.get(),
                null,
                ticker.nanoTime());
    }

    public Phase current() {
        return current;
    }

    /** Done when {@code INITIALIZING} is over. */
    public CompletableFuture<Boolean> decided() {
        return decided;
    }

    public int journalSize() {
        synchronized (lock) {
            return journal.size();
        }
    }

    /** Evictions that Redis has not confirmed: those in the journal, and those that are being sent from there. */
    public int outstanding() {
        synchronized (lock) {
            return journal.size() + taken;
        }
    }

    /** Returns the current phase; if it has no remote, the eviction is in the journal. */
    public Phase journalIfAway(Eviction eviction) {
        synchronized (lock) {
            if (current.remote() == null) {
                journal.add(eviction);
            }
            return current;
        }
    }

    /** After a failed eviction: the phase it returns has no remote, and the eviction is in the journal. */
    public Phase leaveAndJournal(Eviction eviction, String reason) {
        synchronized (lock) {
            leaveAny(reason);
            journal.add(eviction);
            return current;
        }
    }

    /** Leaves the phase that uses {@code remote}. Returns false if the current phase does not use it. */
    public boolean leave(RemoteStore remote, String reason) {
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
            enter(Mode.MEMORY, reason, memory.after(current.store()), null);
        } else if (current.remote() != null) {
            enter(Mode.MEMORY, reason, memoryOfNow(), null);
        }
    }

    /** The memory that answers already, or an empty one. */
    @GuardedBy("lock")
    private CacheStore memoryOfNow() {
        return current.store() instanceof NoStore ? memory.get() : current.store();
    }

    /** Lets memory answer instead of {@code remote}, which still gets evictions. Returns whether that is a change. */
    public boolean withdraw(RemoteStore remote, String reason) {
        synchronized (lock) {
            if (current.mode() != Mode.REDIS || !current.stands(remote) || forced == Mode.REDIS) {
                return false;
            }
            enter(Mode.MEMORY, reason, memory.after(current.store()), remote);
            return true;
        }
    }

    /** Keeps Redis connected, with all evictions sent, but not trusted yet. Returns whether this is the state now. */
    public boolean hold(RemoteStore remote, String reason) {
        synchronized (lock) {
            if (!current.stands(remote) || current.mode() == Mode.REDIS) {
                return false;
            }
            if (current.mode() == Mode.RECOVERING) {
                enter(Mode.MEMORY, reason, memoryOfNow(), remote);
            } else {
                restate(reason);
            }
            return true;
        }
    }

    /** No connection could be made, for this reason, which replaces an earlier one. */
    public void unreachable(String reason) {
        synchronized (lock) {
            if (current.mode() == Mode.INITIALIZING) {
                enter(Mode.MEMORY, reason, memoryOfNow(), null);
            } else if (current.mode() == Mode.MEMORY && current.remote() == null) {
                restate(reason);
            }
        }
    }

    /** The phase stays, and is shown with another reason. */
    @GuardedBy("lock")
    private void restate(String reason) {
        ModeStatus status = status(current.mode(), current.status().since(), reason);
        current = new Phase(status, current.store(), current.remote(), current.sinceNanos());
    }

    /** Starts recovery on a new connection; memory still answers. Returns false if no connection is needed. */
    public boolean recover(RemoteStore remote, String reason) {
        synchronized (lock) {
            if (current.mode() == Mode.INITIALIZING && journal.size() == 0 && forced != Mode.MEMORY) {
                enter(Mode.REDIS, reason, remote, remote);
                return true;
            }
            if (awaitsConnection()) {
                enter(Mode.RECOVERING, reason, current.store(), remote);
                return true;
            }
            return false;
        }
    }

    /** Whether a new connection is needed. */
    public boolean awaitsConnection() {
        Phase seen = current;
        return seen.remote() == null && seen.mode() != Mode.OFF;
    }

    /** When Redis has confirmed what this returned, call it again; otherwise call {@link #addToJournal}. */
    public Eviction takeJournal() {
        synchronized (lock) {
            Eviction all = journal.take();
            taken = all.size();
            return all;
        }
    }

    /** Adds what Redis did not confirm, or may have lost since. */
    public void addToJournal(Eviction eviction) {
        synchronized (lock) {
            journal.add(eviction);
            taken = 0;
        }
    }

    /** Trusts Redis if it has every eviction. Returns whether calls use {@code remote} now. */
    public boolean trust(RemoteStore remote, String reason) {
        synchronized (lock) {
            if (!current.stands(remote)) {
                return false;
            }
            if (current.mode() != Mode.REDIS && journal.size() == 0) {
                if (forced != Mode.MEMORY) {
                    enter(Mode.REDIS, reason, remote, remote);
                } else if (current.mode() == Mode.RECOVERING) {
                    enter(Mode.MEMORY, reason, memoryOfNow(), remote);
                }
            }
            return current.mode() == Mode.REDIS;
        }
    }

    /**
     * Lets memory answer, whatever Redis does, until {@link #release}. Redis gets evictions as before. In {@code OFF} and
     * {@code INITIALIZING} this holds for what follows.
     */
    public void forceMemory(String reason) {
        synchronized (lock) {
            forced = Mode.MEMORY;
            forcedReason = reason;
            if (current.mode() == Mode.REDIS) {
                enter(Mode.MEMORY, reason, memory.after(current.store()), current.remote());
            } else if (current.mode() == Mode.MEMORY) {
                restate(reason);
            }
        }
    }

    /**
     * Lets Redis answer for as long as it is connected, however slow it is, until {@link #release}.
     *
     * @return false if there is no Redis that has every eviction; then nothing has changed
     */
    public boolean forceRedis(String reason) {
        synchronized (lock) {
            RemoteStore remote = current.remote();
            if (remote == null || current.mode() == Mode.RECOVERING || journal.size() > 0) {
                return false;
            }
            forced = Mode.REDIS;
            forcedReason = reason;
            if (current.mode() == Mode.REDIS) {
                restate(reason);
            } else {
                enter(Mode.REDIS, reason, remote, remote);
            }
            return true;
        }
    }

    /** Ends {@link #forceMemory} or {@link #forceRedis}: from now on the mode follows from what happens. */
    public void release(String reason) {
        synchronized (lock) {
            Mode ended = forced;
            forced = null;
            if (ended != null && ended == current.mode()) {
                restate(reason);
            }
        }
    }

    /** How long {@code mode} has been in force, all times together. */
    public Duration spentIn(Mode mode) {
        synchronized (lock) {
            Duration before = spent.getOrDefault(mode, Duration.ZERO);
            return mode == current.mode() ? before.plusNanos(ticker.nanoTime() - current.sinceNanos()) : before;
        }
    }

    /** Changes from any phase to {@code OFF}. */
    public void switchOff(String reason) {
        synchronized (lock) {
            if (current.mode() != Mode.OFF) {
                enter(Mode.OFF, reason, new NoStore(), null);
            }
        }
    }

    /** Changes from {@code OFF} to the phase in which a process begins. */
    public void switchOn(String reason) {
        synchronized (lock) {
            if (current.mode() != Mode.OFF) {
                return;
            }
            if (connects) {
                enter(Mode.INITIALIZING, reason, current.store(), null);
            } else {
                enter(Mode.MEMORY, reason, memory.get(), null);
            }
        }
    }

    @GuardedBy("lock")
    private void enter(Mode mode, String reason, CacheStore store, @Nullable RemoteStore remote) {
        Phase before = current;
        LocalEntries left = before.store() == store ? null : before.store().near();
        if (left != null) {
            left.end();
        }
        current = new Phase(status(mode, wallClock.instant(), reason), store, remote, ticker.nanoTime());
        spent.merge(before.mode(), Duration.ofNanos(current.sinceNanos() - before.sinceNanos()), Duration::plus);
        if (mode != Mode.RECOVERING && mode != Mode.INITIALIZING) {
            decided.complete(true);
        }
        news.accept(new Change(before, current));
    }

    /** A mode that is forced says so, besides what there is to say of Redis. */
    @GuardedBy("lock")
    private ModeStatus status(Mode mode, Instant since, String reason) {
        boolean isForced = mode == forced;
        boolean saysIt = !isForced || reason.startsWith(forcedReason);
        return new ModeStatus(mode, since, saysIt ? reason : forcedReason + "; " + reason, isForced);
    }
}
