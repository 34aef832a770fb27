package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Glob;
import dev.larder.agent.core.store.LocalEntries;
import dev.larder.agent.core.store.StoredEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Copies of entries that live elsewhere, read over one connection that tells of changes. They end with that connection.
 *
 * <p><b>Shape.</b> {@link OwnedEntries Entries} as in memory, found and recalled in the same way. Each carries a {@link Tag} for
 * everything that makes it valid: one for its key, one for each of its tags, and the {@link Trust} in the connection. When any of them
 * ends, the copy has ended.
 *
 * <p><b>Units and clock.</b> Monotonic nanoseconds of the given {@link Ticker}.
 *
 * <p><b>Threads.</b> Thread-safe; nothing here waits. <b>Why no copy is stale:</b> the tags of a copy are taken before its value is asked
 * for. So whatever is told about its key from then on ends it, on whichever thread, whether the value has been read by then, or kept, or
 * not.
 *
 * <ol>
 *   <li>Told of a change before the value was read: perhaps it is the value after the change. It is returned and not kept.
 *   <li>Told after the value was read and before the copy is kept: the copy carries a tag that has ended.
 *   <li>Not told, since the connection is dead, or this process stood still and has not read what there is to read: the trust is
 *       renewed only by an answer to a question that was sent later. It ends {@link #TRUSTED} after the question that was
 *       answered last was sent, by a clock that goes on while this process stands still.
 *   <li>This process evicts or puts: it ends the tags when the other side has confirmed that. What was asked for before has its
 *       tags by then; what is asked for later is not older.
 *   <li>The connection is lost: nobody looks here any more.
 * </ol>
 */
public final class NearCopies implements LocalEntries {

    /** How long after a question that was answered copies are still served: as long as a silent connection is kept. */
    public static final Duration TRUSTED = Duration.ofSeconds(1);

    /** Begins the name of what a copy of a key's entry carries; no tag begins so. */
    private static final String OF_KEY = "\0";

    private final Object home = new Object();
    private final Ticker ticker;
    private final OwnedEntries entries;
    private final TagsInForce watched = new TagsInForce();
    private final ShortLives shortLives = new ShortLives();

    /** Set before this is published. */
    private boolean areOfSeveral;

    /** Replaced to end all copies; publishes the new one to whoever begins one. */
    private volatile Trust trust;

    private NearCopies(Room room, Executor upkeep, Ticker ticker) {
        this.ticker = ticker;
        this.entries = new OwnedEntries(home, room, null, upkeep, ticker);
        this.trust = new Trust(ticker.nanoTime());
    }

    /** As many as memory may hold. */
    public static NearCopies create(MemoryConfig memory, Executor upkeep, Ticker ticker) {
        return new NearCopies(MemoryStore.room(memory), upkeep, ticker);
    }

    @Override
    public @Nullable StoredEntry peek(@Nullable EntryOwner owner, String key, String fingerprint, int tags) {
        Entries own = tags == 0 ? entries.of(owner) : null;
        return own == null ? null : own.find(key, fingerprint, List.of());
    }

    /** As {@link #peek}, also for a reader of tags. */
    public @Nullable StoredEntry find(EntryId id) {
        Entries own = entries.of(id.owner());
        return own == null ? null : own.find(id.key(), id.fingerprint(), id.tags());
    }

    @Override
    public boolean areAll() {
        return false;
    }

    @Override
    public boolean endInOrder() {
        return !areOfSeveral;
    }

    /** They come from several servers, whose messages have no order among each other. To be called before anybody looks. */
    public void comeFromSeveral() {
        areOfSeveral = true;
    }

    @Override
    public Object home() {
        return home;
    }

    @Override
    public void recordFind(@Nullable EntryOwner owner, String key, long nowNanos) {
        Entries own = entries.of(owner);
        if (own != null) {
            own.recordFind(key, nowNanos);
        }
    }

    @Override
    public long memoryEntries() {
        return entries.count();
    }

    /** Ends all. Others may follow. */
    @Override
    public void drop() {
        changedAll();
        entries.clear();
    }

    /** Ends all for good. */
    public void close() {
        drop();
        entries.drop();
    }

    /**
     * For a value that is about to be asked for.
     *
     * @return null if no copy of it is to be kept
     */
    public @Nullable Filling begin(EntryId id) {
        long nowNanos = ticker.nanoTime();
        if (!trust.isInForce(nowNanos) || shortLives.rests(id.key(), nowNanos)) {
            return null;
        }
        shortLives.begins(id.key(), nowNanos);
        Tag[] carried = new Tag[id.tags().size() + 2];
        carried[0] = trust;
        carried[1] = watched.of(OF_KEY + id.key());
        for (int i = 2; i < carried.length; i++) {
            carried[i] = watched.of(id.tags().get(i - 2));
        }
        return new Filling(id, new TagVersions(carried));
    }

    /** Whoever owns the entries has answered everything that it was asked at that moment or before. */
    public void proved(long sentNanos) {
        trust.renew(sentNanos + TRUSTED.toNanos());
    }

    /** The entry of the key has changed, or may have. */
    public void changed(String key) {
        shortLives.ends(key, ticker.nanoTime());
        evict(key);
    }

    private void evict(String key) {
        watched.end(OF_KEY + key);
        entries.remove(key); // which only gives room: nobody gets it any more
    }

    /** The version of the tag has changed, or may have. */
    public void changedTag(String tag) {
        watched.end(tag);
    }

    /** Everything may have changed. */
    public synchronized void changedAll() {
        Trust before = trust;
        trust = new Trust(before.untilNanos);
        before.end();
    }

    /** What this process has evicted. */
    public void evict(Eviction eviction) {
        eviction.keys().forEach(this::evict);
        eviction.tags().forEach(this::changedTag);
        for (String pattern : eviction.patterns()) {
            if (pattern.equals(Eviction.EVERYTHING)) {
                drop();
            } else {
                evict(Glob.of(pattern));
            }
        }
    }

    private void evict(Glob pattern) {
        for (String name : watched.names()) {
            if (name.startsWith(OF_KEY) && pattern.matches(name.substring(OF_KEY.length()))) {
                evict(name.substring(OF_KEY.length()));
            }
        }
    }

    /** Whether the connection tells of changes, as far as its last answer shows. Every copy carries it. */
    private static final class Trust extends Tag {

        /** Publishes the proof to readers. */
        private volatile long untilNanos;

        Trust(long untilNanos) {
            super("");
            this.untilNanos = untilNanos;
        }

        void renew(long nanos) {
            if (nanos - untilNanos > 0) {
                untilNanos = nanos;
            }
        }

        @Override
        boolean isInForce(long nowNanos) {
            return nowNanos - untilNanos < 0 && super.isInForce(nowNanos);
        }
    }

    /** One value, from before it is asked for until a copy of it is kept. */
    public final class Filling implements StoredEntry.NearFill {

        private final EntryId id;
        private final TagVersions carried;
        private final AtomicBoolean begun = new AtomicBoolean();
        private volatile long endsNanos;

        private Filling(EntryId id, TagVersions carried) {
            this.id = id;
            this.carried = carried;
        }

        /** The value was read, and lives so long from now on. */
        public Filling of(long remainingMillis) {
            endsNanos = Deadlined.after(remainingMillis, ticker.nanoTime());
            return this;
        }

        @Override
        public boolean begin() {
            return carried.areInForce(ticker.nanoTime()) && !begun.getAndSet(true);
        }

        @Override
        public void keep(StoredEntry.Local copy) {
            long nowNanos = ticker.nanoTime();
            long remainingMillis = Deadlined.remainingMillis(endsNanos, nowNanos);
            if (remainingMillis > 0 && carried.areInForce(nowNanos)) {
                entries.madeFor(id.owner())
                        .putBesideOthers(id, copy, carried, new Entries.Times(remainingMillis, 0), nowNanos);
            }
        }
    }
}
