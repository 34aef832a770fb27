package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoresTogether;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.wait.Budget;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks of each version of a tag once whether it is in force, for all stores of a round trip, and lets it live as long as the longest of
 * them. Every entry has at least the tag of the namespace, so this is a third of the scripts of a batch.
 *
 * <p><b>Threads.</b> Confined to the thread that stores.
 */
final class Keeping implements StoresTogether.Question {

    private record Version(String tag, String version) {}

    private final Tags tags;
    private final Map<Version, Long> ttls = new LinkedHashMap<>();
    private final Map<Version, Reply<Boolean>> replies = new HashMap<>();
    private final Map<Version, Boolean> answers = new HashMap<>();
    private @Nullable StoreException failure;

    Keeping(Tags tags) {
        this.tags = tags;
    }

    /** For an entry that carries {@code versions} and lives so long. */
    void add(Map<String, String> versions, long ttlMillis) {
        versions.forEach((tag, version) -> ttls.merge(new Version(tag, version), ttlMillis, Math::max));
    }

    @Override
    public void send(Budget budget) {
        try {
            for (Map.Entry<Version, Long> each : ttls.entrySet()) {
                Version version = each.getKey();
                byte[] ttl = RedisStoreSettings.ttl(each.getValue());
                replies.put(version, tags.keep(Map.of(version.tag, version.version), ttl, budget));
            }
        } catch (StoreException unsent) {
            failure = unsent;
        }
    }

    /** Whether all of {@code versions} are in force. */
    boolean areKept(Map<String, String> versions, Budget budget) throws StoreException {
        boolean areKept = true;
        for (Map.Entry<String, String> each : versions.entrySet()) {
            areKept &= isKept(new Version(each.getKey(), each.getValue()), budget);
        }
        return areKept;
    }

    private boolean isKept(Version version, Budget budget) throws StoreException {
        Boolean known = answers.get(version);
        if (known != null) {
            return known;
        }
        Reply<Boolean> reply = replies.get(version);
        if (reply == null) {
            throw failure != null ? failure : new StoreException("KEEP was not sent", null);
        }
        boolean isKept = reply.await(budget);
        answers.put(version, isKept);
        return isKept;
    }
}
