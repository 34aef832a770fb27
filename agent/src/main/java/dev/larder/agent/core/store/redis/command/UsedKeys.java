package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.store.remote.MostUsed;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of a namespace are used most, as all its processes have noted it.
 *
 * <p><b>Shape.</b> A sorted set. The name of an entry in it is {@code <fingerprint>[ <tag>]...\n<key>}, with nothing in it that is not in
 * Redis for the entry itself: for those of sensitive methods it is the text that stands for the key.
 *
 * <p><b>Units and clock.</b> {@code used.lua} compares uses by the time of Redis.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class UsedKeys {

    /** After which a use counts half as much. */
    private static final Duration HALF_LIFE = Duration.ofHours(1);

    /** After which a service that has not run begins anew. */
    private static final Duration KEPT = Duration.ofDays(7);

    /** How many one script adds, so that no other command waits for long. */
    private static final int AT_ONCE = 200;

    private static final int LONGEST_KEY = 200;

    private final RedisSession session;
    private final byte[] key;

    /** @param key of the sorted set */
    public UsedKeys(RedisSession session, byte[] key) {
        this.session = session;
        this.key = key;
    }

    /**
     * In one round trip.
     *
     * @param most how many are kept, of all
     */
    public void add(Map<EntryId, Integer> uses, int most, Budget budget) throws StoreException {
        List<byte[]> arguments = new ArrayList<>();
        List<ScriptReply<String>> sent = new ArrayList<>();
        for (Map.Entry<EntryId, Integer> each : uses.entrySet()) {
            arguments.add(Bytes.of(nameOf(each.getKey())));
            arguments.add(Bytes.of(each.getValue()));
            if (arguments.size() == 2 * AT_ONCE) {
                sent.add(send(arguments, most, budget));
                arguments.clear();
            }
        }
        if (!arguments.isEmpty()) {
            sent.add(send(arguments, most, budget));
        }
        Reply.awaitAll(sent, budget);
    }

    private ScriptReply<String> send(List<byte[]> uses, int most, Budget budget) throws StoreException {
        List<byte[]> arguments = new ArrayList<>(
                List.of(Bytes.of("add"), Bytes.of(most), Bytes.of(HALF_LIFE.toMillis()), Bytes.of(KEPT.toMillis())));
        arguments.addAll(uses);
        return session.run(Script.USED, budget, key, arguments.toArray(byte[][]::new));
    }

    /** The most used first, at most so many. */
    public MostUsed read(int most, Budget budget) throws StoreException {
        List<EntryId> entries = new ArrayList<>();
        List<?> names = session.runForList(Script.USED, budget, key, Bytes.of("read"), Bytes.of(most))
                .await(budget);
        for (Object name : names) {
            EntryId id = idOf(Bytes.text((byte[]) name));
            if (id != null) {
                entries.add(id);
            }
        }
        return new MostUsed(entries, names.size() - entries.size());
    }

    private static String nameOf(EntryId id) {
        StringBuilder name = new StringBuilder(id.fingerprint());
        id.tags().forEach(tag -> name.append(' ').append(tag));
        return name.append('\n').append(id.key()).toString();
    }

    /** Null if it is no name of ours. */
    static @Nullable EntryId idOf(String name) {
        int end = name.indexOf('\n');
        String key = name.substring(end + 1);
        if (end < 0 || key.isEmpty() || Bytes.of(key).length > LONGEST_KEY) {
            return null;
        }
        List<String> words = Arrays.asList(name.substring(0, end).split(" ", -1));
        return words.contains("") ? null : new EntryId(key, words.get(0), words.subList(1, words.size()), null, true);
    }
}
