package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.command.Script;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.store.remote.Lineage;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.wait.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The version of the whole namespace: a tag that every entry carries although no method names it. Replacing the
 * version makes all entries misses with one command, however many there are.
 *
 * <p><b>Shape.</b> The key of the tag {@link #TAG}, a string that never expires: {@code <token>@<servers>}. The token
 * is never made twice. The rest is a hash of the servers that ran when the version was made, and of the histories they
 * wrote to. Data from before a restart, or of another server that became the source meanwhile, cannot name the current
 * server and history. So the first process that finds its data to be of unknown age renews the version, and the others
 * see that this has been done.
 *
 * <p><b>Reading it.</b> A hit must not cost another command, so readers know the version from the last check of their
 * connection. It is valid for {@link #VALID} from the moment at which it was asked for; after that readers ask again,
 * with the tags. Writers compare it in Redis each time, after their store, as they do with tags.
 *
 * <ol>
 *   <li>Renewed, and a reader knows the former version: the process that renews it waits for {@link #VALID} before it
 *       returns, or trusts Redis. A call that starts then uses a version that was asked for after the renewal, or
 *       asks.
 *   <li>A reader is paused between asking for the version and reading an entry: it checks the age of the version when
 *       it has the entry, by a clock that goes on in a pause. So it asks again.
 *   <li>Renewed while loading: the load stores its value under the version from before it began, finds another version
 *       after its store, and is refused. No waiting caller gets the value, and no call is served it.
 *   <li>A load that began after the renewal with the former version: it is refused as in 3, which costs a load.
 *   <li>The check whether a lease is valid also reads the version in Redis: no caller joins a load from before a
 *       renewal.
 *   <li>Redis loses the version (dropped for room, flushed): the next check makes another one, and all entries are
 *       misses. Until then stores are refused.
 *   <li>Redis goes back to a former version (a dump, a replica that lags): this is noticed as for any other eviction,
 *       and the version is renewed before Redis is trusted.
 *   <li>An entry without a version, of an earlier release or another program, is a miss.
 * </ol>
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Generation {

    /** Not a tag that could be named: those have no control characters. */
    static final String TAG = "\u0001";

    /** Longer than two checks that are answered late. */
    static final Duration VALID = Duration.ofMillis(1_500);

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final byte[] key;

    /** Published to all readers; null before the first answer. */
    private volatile @Nullable Known known;

    Generation(RedisSession session, RedisStoreSettings settings) {
        this.session = session;
        this.settings = settings;
        this.key = settings.keys().tagKeyOf(TAG);
    }

    /**
     * What Redis answered.
     *
     * @param head how the tags of an entry that carries this version begin
     * @param askedNanos when it was asked, by our clock
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Known(String version, byte[] head, long askedNanos) {

        static Known of(String version, long askedNanos) {
            return new Known(version, Bytes.of(TAG + " " + version), askedNanos);
        }
    }

    /** The version, if it was asked for recently. To be read after the entry that it is compared with. */
    @Nullable
    Known lately() {
        Known seen = known;
        return seen != null && settings.ticker().nanoTime() - seen.askedNanos() <= VALID.toNanos() ? seen : null;
    }

    /** Redis has another version, or none: the next reader asks. */
    void doubt() {
        known = null;
    }

    /** Sends the question for the version. If there is none, the caller that waits for the answer makes one. */
    Reply<String> ask(Budget budget) throws StoreException {
        long askedNanos = settings.ticker().nanoTime();
        Reply<byte @Nullable []> present = session.sendIfOfItsType("GET", budget, c -> c.get(key));
        return waiting -> {
            String version = Tags.versionOf(present.await(waiting));
            if (version.equals(Tags.NONE)) {
                return begin(waiting);
            }
            known = Known.of(version, askedNanos);
            return version;
        };
    }

    /** A full Redis makes none: then nothing is served, and nothing could be stored. */
    private String begin(Budget budget) throws StoreException {
        known = null;
        try {
            return renew("", true, budget);
        } catch (StoreException e) {
            if (e.isUnanswered()) {
                throw e;
            }
            return Tags.NONE;
        }
    }

    /** Makes all entries misses, unless that has been done since {@code servers} run with their current histories. */
    void renewOnce(Lineage servers, Budget budget) throws StoreException {
        renew(idOf(servers), true, budget);
    }

    /** Makes all entries misses. Others may read them until {@link #awaitKnown} returns. */
    void renew(Budget budget) throws StoreException {
        renew("", false, budget);
    }

    /** Waits until no process uses the former version any more. */
    void awaitKnown() {
        Waiting.pause(VALID, new Budget(settings.ticker(), VALID.multipliedBy(2)));
    }

    private String renew(String servers, boolean once, Budget budget) throws StoreException {
        long askedNanos = settings.ticker().nanoTime();
        String fresh = Bytes.text(settings.tokens().next()) + "@" + servers;
        String version = session.run(
                        Script.RENEW,
                        budget,
                        key,
                        Bytes.of(fresh),
                        Bytes.of(servers.isEmpty() ? "" : "@" + servers),
                        Bytes.of(once ? "once" : "always"))
                .await(budget);
        known = Known.of(version, askedNanos);
        return version;
    }

    /** Servers that do not tell their identity get a new one each time. */
    private static String idOf(Lineage servers) {
        StringBuilder all = new StringBuilder();
        servers.servers().stream()
                .map(server -> server.process() + " " + server.history() + "\n")
                .sorted()
                .forEach(all::append);
        String text = all.isEmpty() ? UUID.randomUUID().toString() : all.toString();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }
}
