package dev.larder.agent.core.store.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.stats.UseSamples;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Glob;
import dev.larder.agent.core.store.LocalEntries;
import dev.larder.agent.core.store.StoredEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
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
 *   <li>The connection is lost, or left: nobody looks here any more, but a memory store that begins with these copies.
 * </ol>
 *
 * <p><b>Ahead.</b> What is {@linkplain #keepAhead read ahead} belongs to no method of this process yet, so it stays encoded until its first
 * reader comes, and carries the same tags.
 *
 * <p><b>The standby.</b> When Redis is left, a {@link MemoryStore} goes on with these entries: the copies, and encoded values that
 * readers of shared entries have left here for that case. Why none of them was evicted before Redis was left:
 *
 * <ol>
 *   <li>By this process: as 4 above, or by the memory store, which ends the same tags.
 *   <li>By another process, more than {@link #KNOWN} before: since then the connection has answered a question, so this process
 *       has read everything that was told before the answer. Otherwise nothing is lent.
 *   <li>By another process, later than that: it may be served, as everything in memory. If the connection lives, what it tells still
 *       ends entries.
 *   <li>A read was under way when the entries were lent. If it began before, its tags are ended by what memory evicts or puts. If
 *       it begins later, which only a call that began before can do, it leaves nothing here: Redis may not have been told by then.
 *   <li>Redis is trusted again on the same connection: what memory has loaded carries a tag of its own, which ends before
 *       anybody reads Redis. What came from Redis is still watched. On another connection everything begins anew.
 * </ol>
 *
 * <p>An entry lives as long as in Redis, and at most the fallback's longest time after Redis was left.
 */
public final class NearCopies implements LocalEntries {

    /** How long after a question that was answered copies are still served: as long as a silent connection is kept. */
    public static final Duration TRUSTED = Duration.ofSeconds(1);

    /**
     * How long before Redis was left the last answered question may have been sent, so that entries stay: longer than the heartbeat
     * takes to find out that Redis is silent.
     */
    public static final Duration KNOWN = Duration.ofMillis(1_500);

    /** Begins the name of what a copy of a key's entry carries; no tag begins so. */
    private static final String OF_KEY = "\0";

    /** What a copy carries in front of the tags that its reader names: the trust, and one for the key. */
    private static final int TAGS_FROM = 2;

    /** How often what was read ahead and has ended is looked for. */
    private static final long SWEEP_NANOS = Duration.ofSeconds(10).toNanos();

    private final Object home = new Object();
    private final Ticker ticker;
    private final OwnedEntries entries;
    private final TagsInForce watched = new TagsInForce();
    private final ShortLives shortLives = new ShortLives();
    private final ReadSample sample = new ReadSample();
    private final MemoryConfig memory;
    private final LongAdder used;

    /** By key. */
    private final Map<String, Ahead> ahead = new ConcurrentHashMap<>();

    private final AtomicLong aheadBytes = new AtomicLong();
    private final long mostAheadBytes;

    @GuardedBy("this")
    private long sweptNanos;

    /** Set before this is published. */
    private boolean areOfSeveral;

    /** As above; null if nobody wants to know what is used. */
    private @Nullable UseSamples<EntryId> uses;

    /** Replaced to end all copies; publishes the new one to whoever begins one. */
    private volatile Trust trust;

    /** When the question was sent that was answered last. */
    @GuardedBy("this")
    private long provedNanos;

    /** Whether a memory store serves these entries; published to readers of Redis, which leave nothing here then. */
    private volatile boolean isLent;

    @GuardedBy("this")
    private boolean isClosed;

    private NearCopies(MemoryConfig memory, LongAdder used, Executor upkeep, Ticker ticker) {
        this.ticker = ticker;
        this.memory = memory;
        this.used = used;
        this.entries = new OwnedEntries(home, MemoryStore.room(memory), null, upkeep, ticker);
        this.trust = new Trust(ticker.nanoTime());
        this.mostAheadBytes = memory.maxBytes() / 2;
        this.sweptNanos = ticker.nanoTime();
        this.provedNanos = ticker.nanoTime() - KNOWN.toNanos();
    }

    /**
     * As many as memory may hold.
     *
     * @param used counts the encoded values that memory uses, each once
     */
    public static NearCopies create(MemoryConfig memory, LongAdder used, Executor upkeep, Ticker ticker) {
        return new NearCopies(memory, used, upkeep, ticker);
    }

    OwnedEntries entries() {
        return entries;
    }

    TagsInForce watched() {
        return watched;
    }

    /**
     * For a memory store that goes on with these entries.
     *
     * @return whether they may be served, for {@code longest} at most
     */
    synchronized boolean lend(Duration longest) {
        long nowNanos = ticker.nanoTime();
        if (isClosed || nowNanos - provedNanos >= KNOWN.toNanos()) {
            return false;
        }
        isLent = true;
        entries.limitTo(longest);
        trust.lastUntil(nowNanos + longest.toNanos());
        return true;
    }

    /** The memory store is about to be left. */
    synchronized void takeBack() {
        isLent = false;
        entries.limitTo(null);
        trust.lastUntil(provedNanos + TRUSTED.toNanos());
    }

    /** The same ones. To be called before anybody looks. */
    public NearCopies counting(@Nullable UseSamples<EntryId> counted) {
        uses = counted;
        return this;
    }

    @Override
    public @Nullable StoredEntry peek(@Nullable EntryOwner owner, String key, String fingerprint, int tags) {
        return tags == 0 ? find(owner, key, fingerprint, List.of()) : null;
    }

    /** As {@link #peek}, also for a reader of tags. */
    public @Nullable StoredEntry find(EntryId id) {
        return find(id.owner(), id.key(), id.fingerprint(), id.tags());
    }

    private @Nullable StoredEntry find(@Nullable EntryOwner owner, String key, String fingerprint, List<String> named) {
        long nowNanos = ticker.nanoTime();
        Entries own = entries.of(owner);
        StoredEntry copy = own == null ? null : own.find(key, fingerprint, named, nowNanos);
        if (own != null && copy != null) {
            countUse(own, key, nowNanos);
            return copy;
        }
        return ahead.isEmpty() ? null : findAhead(new EntryId(key, fingerprint, named, owner), nowNanos);
    }

    private void countUse(Entries own, String key, long nowNanos) {
        UseSamples<EntryId> samples = uses;
        if (samples != null && samples.isDue(nowNanos)) {
            Version used = own.getQuietly(key, nowNanos);
            if (used != null && used.carries(TAGS_FROM)) { // memory's own entry of another type may stand in front
                samples.note(used.id(key, TAGS_FROM), nowNanos);
            }
        }
    }

    private @Nullable StoredEntry findAhead(EntryId id, long nowNanos) {
        Ahead found = ahead.get(id.key());
        if (found == null) {
            return null;
        }
        StoredEntry.Encoded read = found.read;
        if (!found.filling.isInForce(nowNanos)) {
            removeAhead(id.key());
            return null;
        }
        return found.filling.isFor(id)
                ? new StoredEntry.Encoded(read.envelope(), read.version(), read.staleFromNanos(), found.filling.of(id))
                : null;
    }

    /**
     * Keeps a value that nobody has asked for, for its first reader.
     *
     * @param read one that carries what {@link #begin} began
     * @return whether there is room
     */
    public boolean keepAhead(StoredEntry.Encoded read) {
        if (!(read.fill() instanceof Filling filling) || aheadBytes.get() + read.envelope().length > mostAheadBytes) {
            return false;
        }
        String key = filling.id.key();
        removeAhead(key);
        ahead.put(key, new Ahead(read, filling));
        aheadBytes.addAndGet(read.envelope().length);
        return true;
    }

    /** Nobody may ever ask for some. */
    @GuardedBy("this")
    private void sweepAhead() {
        long nowNanos = ticker.nanoTime();
        if (!ahead.isEmpty() && nowNanos - sweptNanos > SWEEP_NANOS) {
            sweptNanos = nowNanos;
            ahead.forEach((key, each) -> {
                if (!each.filling.isInForce(nowNanos)) {
                    removeAhead(key);
                }
            });
        }
    }

    private void removeAhead(String key) {
        Ahead removed = ahead.remove(key);
        if (removed != null) {
            aheadBytes.addAndGet(-removed.read.envelope().length);
        }
    }

    /** A value and what it carries. */
    private record Ahead(StoredEntry.Encoded read, Filling filling) {}

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
            countUse(own, key, nowNanos);
        }
    }

    /** With what was read ahead, and without what is kept for memory. */
    @Override
    public long memoryEntries() {
        return entries.count(version -> !version.isEncoded()) + ahead.size();
    }

    @Override
    public long standbyEntries() {
        return entries.count(Version::isEncoded);
    }

    /** Ends all that are not lent. Others may follow. */
    @Override
    public void drop() {
        if (!isLent) {
            clear();
        }
    }

    /** Ends all. Others may follow. */
    public void clear() {
        changedAll();
        entries.clear();
        ahead.keySet().forEach(this::removeAhead);
    }

    /** Ends all for good, unless they are lent. */
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        dropIfClosed();
    }

    void dropIfClosed() {
        boolean isOver;
        synchronized (this) {
            isOver = isClosed && !isLent;
        }
        if (isOver) {
            clear();
            entries.drop();
        }
    }

    /** Whether the read of a shared entry, which is about to be sent, may leave its value here. */
    public boolean isWanted(EntryId id) {
        if (!memory.standby() || !sample.isDue(id.key())) {
            return false;
        }
        Entries own = entries.of(id.owner());
        return own == null || own.findQuietly(id, ticker.nanoTime()) == null;
    }

    /** A read that was to leave its value here found none: the next one is to leave it, which finds what is loaded now. */
    public void foundNothing(String key) {
        sample.isDueNext(key);
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
        Filling begun = new Filling(id, carried(id));
        return isLent ? null : begun; // looked at last: whoever ends tags after that ends these
    }

    private TagVersions carried(EntryId id) {
        Tag[] carried = new Tag[id.tags().size() + TAGS_FROM];
        carried[0] = trust;
        carried[1] = watched.of(OF_KEY + id.key());
        for (int i = TAGS_FROM; i < carried.length; i++) {
            carried[i] = watched.of(id.tags().get(i - TAGS_FROM));
        }
        return new TagVersions(carried);
    }

    /** Whether the connection tells of changes, as far as its last answer shows. */
    public boolean areTrusted() {
        return trust.isInForce(ticker.nanoTime());
    }

    /** Whoever owns the entries has answered everything that it was asked at that moment or before. */
    public synchronized void proved(long sentNanos) {
        sweepAhead();
        if (sentNanos - provedNanos > 0) {
            provedNanos = sentNanos;
        }
        if (!isLent) {
            trust.lastUntil(provedNanos + TRUSTED.toNanos());
        }
    }

    /** The entry of the key has changed, or may have. */
    public void changed(String key) {
        if (shortLives.ends(key, ticker.nanoTime())) {
            sample.isDueNext(key);
        }
        evict(key);
    }

    private void evict(String key) {
        replaced(key);
        entries.remove(key); // which only gives room: nobody gets it any more
        removeAhead(key);
    }

    /** Ends what was read of the key's entry, and nothing else that is stored under the key. */
    void replaced(String key) {
        watched.end(OF_KEY + key);
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
                clear();
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

        void lastUntil(long nanos) {
            untilNanos = nanos;
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
        private final AtomicBoolean isRead = new AtomicBoolean();
        private final AtomicBoolean begun = new AtomicBoolean();
        private volatile long endsNanos;

        private Filling(EntryId id, TagVersions carried) {
            this.id = id;
            this.carried = carried;
        }

        /**
         * The value was read, and lives so long from now on.
         *
         * @return what the reader gets: a near one with this; for any other, the value is kept as it is, for memory to read
         */
        public StoredEntry.Encoded of(StoredEntry.Encoded read, long remainingMillis) {
            StoredEntry.Encoded filling =
                    new StoredEntry.Encoded(read.envelope(), read.version(), read.staleFromNanos(), this);
            if (id.near()) {
                endsNanos = Deadlined.after(remainingMillis, ticker.nanoTime());
                return filling;
            }
            if (!isRead.getAndSet(true)) {
                endsNanos = Deadlined.after(remainingMillis, ticker.nanoTime());
                if (read.envelope().length <= memory.maxEntryBytes()) {
                    put(filling);
                }
            }
            return read;
        }

        /** The same right for a reader of a value that was read ahead. */
        private Filling of(EntryId reader) {
            Filling own = new Filling(reader, carried);
            own.endsNanos = endsNanos;
            return own;
        }

        private boolean isFor(EntryId reader) {
            return id.fingerprint().equals(reader.fingerprint()) && id.tags().equals(reader.tags());
        }

        private boolean isInForce(long nowNanos) {
            return nowNanos - endsNanos < 0 && carried.areInForce(nowNanos);
        }

        @Override
        public boolean begin() {
            boolean begins = carried.areInForce(ticker.nanoTime()) && !begun.getAndSet(true);
            if (begins && isLent) {
                used.increment();
            }
            return begins;
        }

        @Override
        public void keep(StoredEntry.Local copy) {
            put(copy);
        }

        private void put(StoredEntry copy) {
            long nowNanos = ticker.nanoTime();
            long remainingMillis = Deadlined.remainingMillis(endsNanos, nowNanos);
            if (remainingMillis > 0 && carried.areInForce(nowNanos)) {
                entries.madeFor(id.owner())
                        .putBesideOthers(id, copy, carried, new Entries.Times(remainingMillis, 0), nowNanos);
                removeAhead(id.key());
            }
        }
    }
}
