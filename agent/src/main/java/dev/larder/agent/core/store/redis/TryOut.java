package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.command.Abilities;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.command.Script;
import dev.larder.agent.core.store.redis.connection.Faults;
import dev.larder.agent.core.wait.Budget;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries the commands that calls need on a new connection, on keys that do not exist. It detects a replica, a Redis
 * that is loading, a user without the rights and a server without the commands. Nothing is written.
 *
 * <p>All commands are sent at once, since a server may be far away. {@code TIME} comes last, before only the nonce
 * that shows that all answers belong to their commands: the time that the first commands of a connection cost in this
 * process must not go into a clock.
 *
 * <p><b>Failure.</b> A {@link StoreException} that names the command and the remedy.
 */
final class TryOut {

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final Abilities abilities;
    private final byte[] key;
    private final byte[] tag;

    /**
     * Sends nothing yet.
     *
     * @param key of an entry that does not exist, and {@code tag} of such a tag
     */
    TryOut(RedisSession session, RedisStoreSettings settings, Abilities abilities, byte[] key, byte[] tag) {
        this.session = session;
        this.settings = settings;
        this.abilities = abilities;
        this.key = key;
        this.tag = tag;
    }

    /** A command that was sent. */
    private record Asked(String command, RedisFuture<?> answer) {}

    void run(Generation generation, RedisClock clock, Budget budget) throws StoreException {
        List<RedisClusterAsyncCommands<byte[], byte[]>> servers = session.servers(budget);
        List<Asked> needed = new ArrayList<>();
        for (RedisClusterAsyncCommands<byte[], byte[]> server : servers) {
            needed.add(new Asked("PING", session.start(server, "PING", budget, c -> c.ping())));
        }
        Reply<List<String>> scripts = session.loadScripts(budget);
        needed.addAll(neededOnKeys(budget));
        Asked unlink = new Asked("UNLINK", session.start("UNLINK", budget, c -> c.unlink(key)));
        List<Asked> scans = scans(servers, budget);
        Reply<String> version = generation.ask(budget);
        Reply<Boolean> time = clock.ask(session, budget);
        session.requireUsable(budget);
        scripts.await(budget);
        for (Asked need : needed) {
            require(need, budget);
        }
        time.await(budget); // before other answers are used
        version.await(budget);
        tryRemoval(unlink, budget);
        for (Asked scan : scans) {
            if (isRefused(scan, budget)) {
                abilities.withoutScan();
            } else {
                session.await(scan.command(), budget, scan.answer());
            }
        }
    }

    private List<Asked> neededOnKeys(Budget budget) throws StoreException {
        byte[][] keys = {key};
        byte[] token = settings.tokens().next();
        Script script = Script.RELEASE;
        return List.of(
                new Asked("HGET", session.start("HGET", budget, c -> c.hget(key, key))),
                new Asked("GET", session.start("GET", budget, c -> c.get(tag))),
                new Asked(
                        "EVAL",
                        session.start(
                                "EVAL", budget, c -> c.eval(script.source(), ScriptOutputType.MULTI, keys, token))),
                new Asked(
                        "EVALSHA",
                        session.start(
                                "EVALSHA",
                                budget,
                                c -> c.evalsha(script.digest(), ScriptOutputType.MULTI, keys, token))));
    }

    private List<Asked> scans(List<RedisClusterAsyncCommands<byte[], byte[]>> servers, Budget budget)
            throws StoreException {
        ScanArgs nothing = new ScanArgs().match(key).limit(1);
        List<Asked> scans = new ArrayList<>();
        for (RedisClusterAsyncCommands<byte[], byte[]> server : servers) {
            RedisFuture<KeyScanCursor<byte[]>> answer =
                    session.start(server, "SCAN", budget, c -> c.scan(ScanCursor.INITIAL, nothing));
            scans.add(new Asked("SCAN", answer));
        }
        return scans;
    }

    /** If there is no {@code UNLINK}, evictions use {@code DEL}. */
    private void tryRemoval(Asked unlink, Budget budget) throws StoreException {
        if (isRefused(unlink, budget)) {
            abilities.withoutUnlink();
            require(new Asked("DEL", session.start("DEL", budget, c -> c.del(key))), budget);
        } else {
            session.await(unlink.command(), budget, unlink.answer());
        }
    }

    private boolean isRefused(Asked asked, Budget budget) {
        return session.failsWith(Faults::isLasting, asked.answer(), budget);
    }

    /** A refusal here decides, although the session counts it as one of many. */
    private void require(Asked need, Budget budget) throws StoreException {
        if (isRefused(need, budget)) {
            throw Faults.refusal(need.command(), need.answer());
        }
        session.await(need.command(), budget, need.answer());
    }
}
