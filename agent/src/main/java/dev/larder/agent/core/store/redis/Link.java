package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.StoreException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;

/**
 * The connections one session travels on. When one of them goes, all of it does.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
interface Link {

    /** For commands that name a key. They reach the server that has it. */
    RedisClusterAsyncCommands<byte[], byte[]> commands();

    /** For commands to each of the servers that have keys or may get some, as far as they are known. */
    List<RedisClusterAsyncCommands<byte[], byte[]>> servers(Budget budget) throws StoreException;

    /** Finds out which servers there are. */
    void refreshServers(Budget budget) throws StoreException;

    /**
     * Whether there are several servers. Then commands for different keys may overtake each other, and one command
     * must not name keys of different servers, or of a slot on its way from one to another.
     */
    boolean isCluster();

    boolean isOpen();

    /** Calls {@code lost} from a thread of the client each time a connection ends. To be called once. */
    void whenLost(Runnable lost);

    /** Returns at once. */
    void close();
}
