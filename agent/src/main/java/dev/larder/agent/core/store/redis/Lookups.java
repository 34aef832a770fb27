package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Inspection;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries.
 *
 * <p>The value is read by {@code HGET} and, in the same journey, the versions of the tags its reader names by
 * {@code GET}. Tags that the entry carries besides cost a second journey.
 *
 * <p><b>Threads.</b> Thread-safe. Values are copied on callers' threads.
 */
final class Lookups {

    /** How many commands share one journey: less than the client takes from everybody together. */
    private static final int BATCH = 500;

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final Tags tags;
    private final RedisClock clock;
    private final SharedReads<Sighting> reads = new SharedReads<>();

    Lookups(RedisSession session, RedisStoreSettings settings, Tags tags, RedisClock clock) {
        this.session = session;
        this.settings = settings;
        this.tags = tags;
        this.clock = clock;
    }

    /**
     * What was read.
     *
     * @param value null for none
     * @param versions of the tags the reader names
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sighting(byte @Nullable [] value, Map<String, String> versions) {}

    Lookup find(EntryId id, Budget budget) throws StoreException {
        long start = settings.ticker().nanoTime();
        Sighting seen = session.share("HGET", budget, reads, id, commands -> read(id, commands));
        settings.getLatencyNanos().accept(settings.ticker().nanoTime() - start);
        byte[] value = seen.value();
        if (value == null || !ValueFormat.isFresh(value, clock.latestMillis())) {
            return Lookup.ABSENT;
        }
        Map<String, String> carried = ValueFormat.tags(value);
        return judge(id, value, carried, tags.lookForMore(carried.keySet(), seen.versions(), budget));
    }

    private CompletionStage<Sighting> read(EntryId id, RedisClusterAsyncCommands<byte[], byte[]> commands) {
        CompletionStage<byte[]> value = commands.hget(settings.keys().keyOf(id.key()), ValueFormat.fieldOf(id));
        if (id.tags().isEmpty()) {
            return value.thenApply(stored -> new Sighting(stored, Map.of()));
        }
        Map<String, CompletableFuture<byte[]>> versions = new LinkedHashMap<>();
        for (String tag : id.tags()) {
            versions.computeIfAbsent(
                    tag, t -> commands.get(settings.keys().tagKeyOf(t)).toCompletableFuture());
        }
        return CompletableFuture.allOf(versions.values().toArray(CompletableFuture[]::new))
                .thenCombine(value, (done, stored) -> new Sighting(stored, answersOf(versions)));
    }

    private static Map<String, String> answersOf(Map<String, CompletableFuture<byte[]>> versions) {
        Map<String, String> answers = new HashMap<>();
        versions.forEach((tag, answered) -> answers.put(tag, Tags.versionOf(answered.join())));
        return answers;
    }

    private static Lookup judge(EntryId id, byte[] value, Map<String, String> carried, Map<String, String> current) {
        return Tags.admit(carried, id.tags(), current)
                ? new Lookup.Fresh(new StoredEntry.Encoded(ValueFormat.envelope(value)))
                : Lookup.ABSENT;
    }

    /** All of them on one journey; on several where they are very many, and then each has as much time as one call. */
    List<Lookup> findAll(List<EntryId> ids, Budget budget) throws StoreException {
        List<Lookup> answers = new ArrayList<>(ids.size());
        for (int from = 0; from < ids.size(); from += BATCH) {
            answers.addAll(findBatch(ids.subList(from, Math.min(from + BATCH, ids.size())), budget.anew()));
        }
        return answers;
    }

    private List<Lookup> findBatch(List<EntryId> ids, Budget budget) throws StoreException {
        Set<String> named = new LinkedHashSet<>();
        List<Reply<byte @Nullable []>> replies = new ArrayList<>(ids.size());
        for (EntryId id : ids) {
            named.addAll(id.tags());
            byte[] key = settings.keys().keyOf(id.key());
            byte[] field = ValueFormat.fieldOf(id);
            replies.add(session.send("HGET", budget, c -> c.hget(key, field)));
        }
        Reply<Map<String, String>> versions = tags.look(named, budget);
        Set<String> carried = new LinkedHashSet<>();
        List<byte @Nullable []> values = new ArrayList<>(ids.size());
        for (Reply<byte @Nullable []> reply : replies) {
            byte[] value = reply.await(budget);
            boolean fresh = value != null && ValueFormat.isFresh(value, clock.latestMillis());
            values.add(fresh ? value : null);
            if (fresh) {
                carried.addAll(ValueFormat.tags(value).keySet());
            }
        }
        Map<String, String> current = tags.lookForMore(carried, versions.await(budget), budget);
        List<Lookup> answers = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            byte[] value = values.get(i);
            answers.add(value == null ? Lookup.ABSENT : judge(ids.get(i), value, ValueFormat.tags(value), current));
        }
        return answers;
    }

    /** What readers who name no tags could get. */
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
