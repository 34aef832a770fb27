package dev.larder.agent.core.store.redis.scan;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.wait.Budget;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds every key that matches a pattern and is there during the whole scan, page by page.
 *
 * <p>{@code SCAN} promises this for one server. On a cluster a key may move from a server that has not been scanned
 * yet to one that has. So all servers are scanned again until {@link SlotCoverage} shows that no key can have been
 * missed.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class PatternScan {

    private static final int COUNT = 500;

    /** A slot that moves once costs a second pass. Only a slot that moves in each pass reaches this bound. */
    private static final int MAX_PASSES = 10;

    private final RedisSession session;
    private final Supplier<Budget> step;

    /** @param step makes a budget for one round trip */
    public PatternScan(RedisSession session, Supplier<Budget> step) {
        this.session = session;
        this.step = step;
    }

    /** Gets the keys found, some of them more than once. Returns how many of them count. */
    public interface Page {
        long take(List<byte[]> redisKeys) throws StoreException;
    }

    public long run(byte[] pattern, Page page) throws StoreException {
        ScanArgs args = new ScanArgs().match(pattern).limit(COUNT);
        return session.isCluster() ? scanCluster(args, page) : scanAll(session.servers(step.get()), args, page);
    }

    private long scanCluster(ScanArgs args, Page page) throws StoreException {
        SlotCoverage coverage = new SlotCoverage(slots());
        long taken = 0;
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            taken += scanAll(session.servers(step.get()), args, page);
            if (coverage.isCompleteWith(slots())) {
                return taken;
            }
        }
        throw new StoreException("SCAN failed: slots of the cluster move all the time", null);
    }

    /** From each server its own slots, which it knows best. */
    private SlotMap slots() throws StoreException {
        Budget budget = step.get();
        List<Reply<String>> views = new ArrayList<>();
        for (RedisClusterAsyncCommands<byte[], byte[]> server : session.servers(budget)) {
            views.add(session.sendTo(server, "CLUSTER NODES", budget, c -> c.clusterNodes()));
        }
        SlotMap slots = SlotMap.of(Reply.awaitAll(views, budget));
        if (!slots.isWhole()) {
            session.refreshServers(step.get());
        }
        return slots;
    }

    private long scanAll(List<RedisClusterAsyncCommands<byte[], byte[]>> servers, ScanArgs args, Page page)
            throws StoreException {
        long taken = 0;
        for (RedisClusterAsyncCommands<byte[], byte[]> server : servers) {
            taken += scan(server, args, page);
        }
        return taken;
    }

    private long scan(RedisClusterAsyncCommands<byte[], byte[]> server, ScanArgs args, Page page)
            throws StoreException {
        ScanCursor cursor = ScanCursor.INITIAL;
        long taken = 0;
        while (!cursor.isFinished()) {
            ScanCursor from = cursor;
            Budget budget = step.get();
            Reply<KeyScanCursor<byte[]>> scanned = session.sendTo(server, "SCAN", budget, c -> c.scan(from, args));
            Reply<Boolean> inSequence = session.inSequence(server, budget);
            KeyScanCursor<byte[]> found = scanned.await(budget);
            inSequence.await(budget);
            taken += page.take(found.getKeys());
            cursor = found;
        }
        return taken;
    }
}
