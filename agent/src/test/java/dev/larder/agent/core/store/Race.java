package dev.larder.agent.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.wait.Budget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source of one value, and actors that read and change it and keep the cache in step, one step at a time. After each
 * step a reader looks: it must not find anything older than what an actor had committed that has returned.
 *
 * <p>What is committed is a number, each one greater than the one before.
 */
public final class Race {

    /** Takes one step after the other. */
    interface Step {
        void take() throws StoreException;
    }

    private final CacheStore store;
    private final EntryId id;
    private final List<List<Step>> actors = new ArrayList<>();
    private long committed;
    private long promised;

    Race(CacheStore store, EntryId id) {
        this.store = store;
        this.id = id;
    }

    /** Knows the key before it writes. */
    public Race writer() {
        Writer writer = new Writer();
        return with(
                () -> writer.lease = store.takeOver(id, null, budget()),
                writer::commit,
                writer::store,
                writer::evictIfRefused);
    }

    /** Knows the key when it has written. */
    public Race lateWriter() {
        Writer writer = new Writer();
        return with(
                () -> writer.mark = store.mark(budget()),
                writer::commit,
                () -> writer.lease = store.takeOver(id, writer.mark, budget()),
                writer::store,
                writer::evictIfRefused);
    }

    public Race loader() {
        Loader loader = new Loader();
        return with(loader::claim, loader::read, loader::store);
    }

    public Race evictor(Eviction eviction) {
        Writer writer = new Writer();
        return with(writer::commit, () -> {
            store.evict(eviction, budget());
            promise(writer.wrote);
        });
    }

    /** Writes to the cache alone, as one that keeps no other source. */
    public Race directWriter() {
        return with(() -> {
            committed++;
            store.putAll(Map.of(id, entry(committed)), 60_000, budget());
            promise(committed);
        });
    }

    private Race with(Step... steps) {
        actors.add(List.of(steps));
        return this;
    }

    List<Integer> steps() {
        return actors.stream().map(List::size).toList();
    }

    void run(List<Integer> order) throws StoreException {
        int[] next = new int[actors.size()];
        for (int actor : order) {
            actors.get(actor).get(next[actor]++).take();
            assertThat(seen()).as("after some of %s", order).isGreaterThanOrEqualTo(promised);
        }
    }

    /** What a reader gets: from the cache, or from the source. */
    private long seen() throws StoreException {
        return store.lookup(id, budget()) instanceof Lookup.Fresh fresh ? number(fresh.entry()) : committed;
    }

    private void promise(long number) {
        promised = Math.max(promised, number);
    }

    private static StoredEntry.Encoded entry(long number) {
        return new StoredEntry.Encoded(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    private static long number(StoredEntry entry) {
        return Long.parseLong(CacheStoreContract.textOf(entry));
    }

    private static Budget budget() {
        return new Budget(Ticker.system(), Duration.ofSeconds(5));
    }

    private final class Writer {

        private @Nullable WriteMark mark;
        private @Nullable Lease lease;
        private long wrote;
        private boolean stored;

        void commit() {
            wrote = ++committed;
        }

        void store() throws StoreException {
            stored = lease != null && lease.store(entry(wrote), 60_000, budget());
        }

        void evictIfRefused() throws StoreException {
            if (!stored) {
                store.evict(Eviction.ofKey(id.key()), budget());
            }
            promise(wrote);
        }
    }

    private final class Loader {

        private @Nullable Lease lease;
        private long read;

        void claim() throws StoreException {
            lease = store.claim(id, budget()) instanceof Claim.Granted granted ? granted.lease() : null;
        }

        void read() {
            read = committed;
        }

        void store() throws StoreException {
            if (lease != null) {
                lease.store(entry(read), 60_000, budget());
            }
        }
    }
}
