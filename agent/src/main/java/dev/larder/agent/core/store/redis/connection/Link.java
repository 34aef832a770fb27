package dev.larder.agent.core.store.redis.connection;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one session. When one of them ends, the session ends.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public interface Link {

    /** For commands that name a key. They reach the server that has the key. */
    RedisClusterAsyncCommands<byte[], byte[]> commands();

    /** For commands to each known server that has keys or may get some. */
    List<RedisClusterAsyncCommands<byte[], byte[]>> servers(Budget budget) throws StoreException;

    /** Waits until it is known whether the server can be used in this way, and fails if it cannot. */
    void requireUsable(Budget budget) throws StoreException;

    /** Finds out which servers there are. */
    void refreshServers(Budget budget) throws StoreException;

    /**
     * Whether there are several servers. Then commands for different keys may overtake each other, and one command
     * must not name keys of different servers, or of a slot that is moving from one to another.
     */
    boolean isCluster();

    boolean isOpen();

    /**
     * Done when the I/O thread has read everything that had arrived when this was called, and has completed the
     * answered commands.
     */
    CompletionStage<?> readArrived();

    /** Calls {@code lost} from a thread of the client each time a connection ends. To be called once. */
    void whenLost(Runnable lost);

    /**
     * Lets {@code pushed} have what servers send without being asked, on the I/O thread, in the order in which that and the answers
     * arrive. To be called before they are told to send anything; of several calls, the last one counts.
     */
    void whenPushed(PushListener pushed);

    /**
     * Calls {@code send} on the I/O thread with the connection to the server that has {@code key}: what it sends there, nothing comes
     * between. Null stands for a server whose connection is not watched yet. It must not throw.
     */
    void inOneGo(byte[] key, Consumer<@Nullable RedisClusterAsyncCommands<byte[], byte[]>> send);

    /** Returns at once. */
    void close();
}
