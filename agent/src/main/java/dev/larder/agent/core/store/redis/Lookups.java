package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.memory.NearCopies;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.command.Script;
import dev.larder.agent.core.store.redis.command.SharedReads;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.store.redis.connection.Faults;
import dev.larder.agent.core.wait.Budget;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries.
 *
 * <p>{@code HGET} reads the value and, in the same round trip, {@code GET} reads the versions of the tags that the
 * reader names. Further tags of the entry cost a second round trip.
 *
 * <p><b>Threads.</b> Thread-safe. Values are copied on callers' threads.
 */
final class Lookups {

    /** How many commands share one round trip: less than the client's bound for all callers together. */
    private static final int BATCH = 1_000;

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final Tags tags;
    private final Generation generation;
    private final RedisClock clock;
    private final NearReads near;
    private final SharedReads<Sighting> reads = new SharedReads<>();

    Lookups(
            RedisSession session,
            RedisStoreSettings settings,
            Tags tags,
            Generation generation,
            RedisClock clock,
            NearReads near) {
        this.session = session;
        this.settings = settings;
        this.tags = tags;
        this.generation = generation;
        this.clock = clock;
        this.near = near;
    }

    /**
     * What was read.
     *
     * @param value null for none
     * @param versions of the tags the reader names
     * @param filling what keeps a copy of the value; null for nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sighting(byte @Nullable [] value, Map<String, String> versions, NearCopies.@Nullable Filling filling) {}

    Lookup find(EntryId id, Budget budget) throws StoreException {
        return judge(id, sight(id, budget), budget);
    }

    private Lookup judge(EntryId id, Sighting seen, Budget budget) throws StoreException {
        byte[] value = seen.value();
        if (value == null) {
            if (seen.filling() != null) {
                near.copies().foundNothing(id.key());
            }
            return Lookup.ABSENT;
        }
        long owner = settings.keys().ownerOf(id);
        long redisMillis = clock.latestMillis();
        if (!ValueFormat.isUsable(value, redisMillis) || ValueFormat.ownerOf(value) != owner) {
            if (ValueFormat.isForeign(value, owner)) {
                requireInSequence(id, value, budget);
            }
            return Lookup.ABSENT;
        }
        if (isPlain(id, value)) {
            return found(value, redisMillis, seen.filling());
        }
        Map<String, String> carried = ValueFormat.tags(value);
        Map<String, String> current = tags.lookForMore(carried.keySet(), seen.versions(), budget);
        // Nobody tells of tags that the reader does not name.
        boolean areWatched = carried.size() == new HashSet<>(id.tags()).size() + 1;
        NearCopies.Filling filling = areWatched ? seen.filling() : null;
        return Tags.admit(carried, id.tags(), current) ? found(value, redisMillis, filling) : Lookup.ABSENT;
    }

    private Lookup found(byte[] value, long redisMillis, NearCopies.@Nullable Filling filling) {
        long freshMillis = ValueFormat.staleFromMillis(value) - redisMillis;
        long staleFromNanos = settings.ticker().nanoTime() + TimeUnit.MILLISECONDS.toNanos(freshMillis);
        boolean isFresh = freshMillis > 0;
        StoredEntry.Encoded read = new StoredEntry.Encoded(
                ValueFormat.envelope(value), ValueFormat.versionOf(value), staleFromNanos, null);
        StoredEntry entry = isFresh && filling != null ? filling.of(read, freshMillis) : read;
        return isFresh ? new Lookup.Fresh(entry) : new Lookup.Stale(entry);
    }

    /** As {@link NearReads#telling} says, of those that are there copies are kept. All in one round trip. */
    int readAhead(List<EntryId> ids, Budget budget) throws StoreException {
        Map<EntryId, CompletableFuture<Sighting>> sent = new LinkedHashMap<>();
        for (EntryId id : ids) {
            NearCopies.Filling filling = near.begin(id, budget);
            if (filling != null) {
                sent.put(id, near.read(id, filling).toCompletableFuture());
            }
        }
        int kept = 0;
        RedisSession aside = session.aside();
        for (Map.Entry<EntryId, CompletableFuture<Sighting>> each : sent.entrySet()) {
            Sighting seen = aside.await("HGET", budget, each.getValue());
            if (judge(each.getKey(), seen, budget) instanceof Lookup.Fresh fresh
                    && fresh.entry() instanceof StoredEntry.Encoded read
                    && near.copies().keepAhead(read)) {
                kept++;
            }
        }
        return kept;
    }

    /** Most entries do, so this is checked without parsing the tags. */
    private boolean isPlain(EntryId id, byte[] value) {
        Generation.Known known = id.tags().isEmpty() ? generation.lately() : null;
        return known != null && ValueFormat.hasTags(value, known.head());
    }

    /**
     * Another client may have renamed, copied or overwritten keys. Then the same value is read again, on a connection
     * whose answers are in sequence, and is a miss that the next store replaces. Otherwise the answer was another
     * command's.
     */
    private void requireInSequence(EntryId id, byte[] foreign, Budget budget) throws StoreException {
        byte[] key = settings.keys().keyOf(id.key());
        byte[] field = ValueFormat.fieldOf(id);
        Reply<byte @Nullable []> again = session.send("HGET", budget, c -> c.hget(key, field));
        Reply<Boolean> inSequence = session.inSequence(budget);
        if (!Arrays.equals(foreign, again.await(budget))) {
            throw session.outOfSequence("HGET");
        }
        inSequence.await(budget);
    }

    /** An unanswered read counts with the time that the caller waited for it. */
    private Sighting sight(EntryId id, Budget budget) throws StoreException {
        long start = settings.ticker().nanoTime();
        boolean sent = true;
        try {
            return session.share("HGET", budget, reads, id, commands -> read(id, commands, budget));
        } catch (StoreException e) {
            sent = !e.isUnsent();
            throw e;
        } finally {
            if (sent) {
                settings.getLatencyNanos().accept(settings.ticker().nanoTime() - start);
            }
        }
    }

    private CompletionStage<Sighting> read(
            EntryId id, RedisClusterAsyncCommands<byte[], byte[]> commands, Budget budget) {
        NearCopies.Filling filling = near.begin(id, budget);
        if (filling != null) {
            return near.read(id, filling);
        }
        CompletionStage<byte[]> value =
                ofItsType(commands.hget(settings.keys().keyOf(id.key()), ValueFormat.fieldOf(id)));
        if (id.tags().isEmpty()) {
            return value.thenApply(stored -> new Sighting(stored, Map.of(), null));
        }
        Map<String, CompletableFuture<byte[]>> versions = new LinkedHashMap<>();
        for (String tag : id.tags()) {
            versions.computeIfAbsent(
                    tag,
                    t -> ofItsType(commands.get(settings.keys().tagKeyOf(t))).toCompletableFuture());
        }
        return CompletableFuture.allOf(versions.values().toArray(CompletableFuture[]::new))
                .thenCombine(value, (done, stored) -> new Sighting(stored, answersOf(versions), null));
    }

    /** A key of another type was written by another program and counts as absent: the next store replaces it. */
    static CompletionStage<byte[]> ofItsType(CompletionStage<byte[]> answer) {
        return answer.exceptionallyCompose(fault -> Faults.isOfAnotherType(fault)
                ? CompletableFuture.completedStage(null)
                : CompletableFuture.failedStage(fault));
    }

    static Map<String, String> answersOf(Map<String, CompletableFuture<byte[]>> versions) {
        Map<String, String> answers = new HashMap<>();
        versions.forEach((tag, answered) -> answers.put(tag, Tags.versionOf(answered.join())));
        return answers;
    }

    private Lookup judge(EntryId id, byte[] value, Map<String, String> carried, Map<String, String> current) {
        return Tags.admit(carried, id.tags(), current) ? found(value, clock.latestMillis(), null) : Lookup.ABSENT;
    }

    /** All in one round trip. Very many take several, and then each has as much time as one call. */
    List<Lookup> findAll(List<EntryId> ids, Budget budget) throws StoreException {
        List<Lookup> answers = new ArrayList<>(ids.size());
        for (int from = 0; from < ids.size(); from = answers.size()) {
            answers.addAll(findBatch(batch(ids, from, BATCH), budget.anew()));
        }
        return answers;
    }

    /** The first of those from {@code from} on that have, with their tags, no more keys than that; at least one. */
    static List<EntryId> batch(List<EntryId> ids, int from, int mostKeys) {
        Set<String> named = new HashSet<>();
        int end = from;
        while (end < ids.size() && end - from + named.size() < mostKeys) {
            named.addAll(ids.get(end).tags());
            end++;
        }
        return ids.subList(from, end);
    }

    private List<Lookup> findBatch(List<EntryId> ids, Budget budget) throws StoreException {
        Set<String> named = new LinkedHashSet<>();
        List<Reply<byte @Nullable []>> replies = new ArrayList<>(ids.size());
        for (EntryId id : ids) {
            named.addAll(id.tags());
            byte[] key = settings.keys().keyOf(id.key());
            byte[] field = ValueFormat.fieldOf(id);
            replies.add(session.sendIfOfItsType("HGET", budget, c -> c.hget(key, field)));
        }
        Reply<Map<String, String>> versions = tags.look(named, budget);
        Set<String> carried = new LinkedHashSet<>();
        List<byte @Nullable []> values = new ArrayList<>(ids.size());
        if (!replies.isEmpty()) {
            replies.get(replies.size() - 1).await(budget); // one wake-up for all, not one for each
        }
        for (Reply<byte @Nullable []> reply : replies) {
            byte[] value = reply.await(budget);
            EntryId id = ids.get(values.size());
            if (value != null && ValueFormat.isForeign(value, settings.keys().ownerOf(id))) {
                requireInSequence(id, value, budget);
                value = null;
            }
            if (value == null || !ValueFormat.isUsable(value, clock.latestMillis())) {
                values.add(null);
            } else {
                values.add(value);
                if (!isPlain(id, value)) {
                    carried.addAll(ValueFormat.tags(value).keySet());
                }
            }
        }
        Map<String, String> current = tags.lookForMore(carried, versions.await(budget), budget);
        List<Lookup> answers = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            byte[] value = values.get(i);
            if (value != null && isPlain(ids.get(i), value)) {
                answers.add(found(value, clock.latestMillis(), null));
            } else {
                answers.add(value == null ? Lookup.ABSENT : judge(ids.get(i), value, ValueFormat.tags(value), current));
            }
        }
        return answers;
    }

    /** Describes what readers that name no tags could get. */
    Inspection inspect(String key, Budget budget) throws StoreException {
        List<?> answer = session.runForList(
                        Script.INSPECT, budget, settings.keys().keyOf(key))
                .await(budget);
        boolean leased = (long) answer.get(0) == 1;
        long remainingMillis = (long) answer.get(1);
        long bytes = 0;
        int versions = 0;
        for (int i = 2; i + 2 < answer.size(); i += 3) {
            Map<String, String> carried = ValueFormat.readTags(Bytes.text((byte[]) answer.get(i + 2)));
            if (Tags.admit(carried, List.of(), tags.lookForMore(carried.keySet(), Map.of(), budget))) {
                versions++;
                remainingMillis = Math.max(remainingMillis, (long) answer.get(i));
                bytes += (long) answer.get(i + 1);
            }
        }
        return new Inspection(versions, remainingMillis, bytes, leased);
    }
}
