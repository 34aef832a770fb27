package dev.larder.agent.core.store.redis.connection;

import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.config.RedisUrl;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.wait.Budget;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions.RefreshTrigger;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.event.DefaultEventPublisherOptions;
import io.lettuce.core.event.Event;
import io.lettuce.core.event.EventBus;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Lettuce, configured for Larder: three daemon threads, no reconnection by Lettuce, no unbounded queue, and no
 * questions about the cluster without a reason.
 *
 * <p><b>Threads.</b> {@code larder-redis-io-1} reads and writes sockets and dispatches the commands of virtual threads,
 * {@code larder-redis-timer-1} ends connection attempts, {@code larder-redis-event-1} carries Lettuce's own notifications.
 * NIO, so that no native code is loaded.
 *
 * <p><b>Why</b> every option is set although some are defaults: they have changed between versions of Lettuce, and
 * each of them decides what happens to a caller while Redis is away.
 */
public final class LettuceClient {

    /**
     * The bound on commands under way, those given up included. A caller has one under way, so this bounds the number
     * of threads.
     */
    static final int REQUEST_SIZE = 4096;

    /** Lettuce never sends a command again on a new connection, where it would come too late. */
    static final Predicate<RedisCommand<?, ?, ?>> NEVER_AGAIN = command -> true;

    /** Time for the notifications that the end of a connection still causes. */
    private static final long QUIET_MILLIS = 50;

    private static final long END_MILLIS = 1_000;

    /** The map of the slots is refreshed at most so often. */
    private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(1);

    /** How often one command is redirected. */
    private static final int MAX_REDIRECTS = 5;

    private final Duration connectTimeout;
    private final OneIoThread io = new OneIoThread();
    private final EventExecutorGroup events;
    private final HashedWheelTimer timer;
    private final RedisClient client;
    private final Set<RedisClusterClient> clusterClients = ConcurrentHashMap.newKeySet();

    private final WritesTogether channels = new WritesTogether();
    private final Dispatcher dispatcher = new Dispatcher(channels.ioThread);

    /** Null if no pass waits to begin. */
    private final AtomicReference<@Nullable ReadPass> nextPass = new AtomicReference<>();

    public LettuceClient(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
        events = new DefaultEventExecutorGroup(1, AgentThreads.named("redis-event"));
        timer = new HashedWheelTimer(AgentThreads.named("redis-timer"));
        client = new AsyncOnlyClient(resources(), dispatcher);
        client.setOptions(options(connectTimeout));
    }

    /** Connects to the server, or to one of the cluster's servers, that the URL names. */
    public Link open(RedisUrl url, Budget budget) throws StoreException {
        List<RedisURI> servers = LettuceUri.of(url, connectTimeout);
        return url.cluster() ? ClusterLink.open(this, servers, budget) : SingleLink.open(this, servers.get(0), budget);
    }

    RedisClient client() {
        return client;
    }

    /**
     * A client for one session with a cluster, so that each session begins with the configured servers.
     *
     * @param seed the server to ask about the cluster
     */
    RedisClusterClient forCluster(RedisURI seed) {
        RedisClusterClient cluster = new ClusterClient(client.getResources(), seed, dispatcher);
        cluster.setOptions(clusterOptions(connectTimeout));
        clusterClients.add(cluster);
        return cluster;
    }

    /** See {@link Link#readArrived}. */
    public CompletionStage<?> readArrived() {
        EventLoop loop = channels.ioThread.getNow(null);
        return loop == null
                ? channels.ioThread.thenCompose(
                        first -> ReadPass.shared(nextPass, first)) // until then no command was sent
                : ReadPass.shared(nextPass, loop);
    }

    /** Does {@code work} on the I/O thread, after what it does now. */
    @SuppressWarnings("FutureReturnValueIgnored") // who asks for the work hears of it by what the work completes
    void onIoThread(Runnable work) {
        EventLoop loop = channels.ioThread.getNow(null);
        if (loop == null) {
            channels.ioThread.thenAccept(first -> first.execute(work)); // until then there is no connection
        } else {
            loop.execute(work);
        }
    }

    /** Ends its connections; returns at once. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left who could do something about it
    void end(RedisClusterClient cluster) {
        clusterClients.remove(cluster);
        cluster.shutdownAsync(0, 0, TimeUnit.SECONDS);
    }

    private ClientResources resources() {
        return DefaultClientResources.builder()
                .eventLoopGroupProvider(io)
                .eventExecutorGroup(events)
                .timer(timer)
                .nettyCustomizer(channels)
                .addressResolverGroup(new NamesOnly())
                .eventBus(new NoEvents())
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .commandLatencyPublisherOptions(DefaultEventPublisherOptions.disabled())
                .build();
    }

    static ClientOptions options(Duration connectTimeout) {
        ClientOptions.Builder options = ClientOptions.builder();
        setCommon(options, connectTimeout);
        return options.build();
    }

    static ClusterClientOptions clusterOptions(Duration connectTimeout) {
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        setCommon(options, connectTimeout);
        options.validateClusterNodeMembership(false)
                .maxRedirects(MAX_REDIRECTS)
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(false)
                        // The map of the slots is refreshed when a server redirects a command.
                        .disableAdaptiveRefreshTrigger(RefreshTrigger.PERSISTENT_RECONNECTS)
                        .adaptiveRefreshTriggersTimeout(REFRESH_INTERVAL)
                        // Ask the seed alone: otherwise the answer waits for every replica, also for one that hangs.
                        .dynamicRefreshSources(false)
                        // The end of any connection ends the session, so Lettuce must not close one by itself.
                        .closeStaleConnections(false)
                        .build());
        return options.build();
    }

    private static void setCommon(ClientOptions.Builder options, Duration connectTimeout) {
        // Larder reconnects itself: between two connections the journal must be replayed.
        options.autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(NEVER_AGAIN)
                .requestQueueSize(REQUEST_SIZE)
                .protocolVersion(ProtocolVersion.RESP3)
                .pingBeforeActivateConnection(false) // TryOut does this in one round trip with everything else
                .publishOnScheduler(false)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                // Every wait has the budget of its call, and the connection has a heartbeat.
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(connectTimeout)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build());
    }

    /** Returns at once; connections end first, then the threads that serve them. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left who could do something about it
    public void close() {
        clusterClients.forEach(this::end);
        client.shutdownAsync(0, 0, TimeUnit.SECONDS).whenComplete((done, failure) -> endThreads());
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void endThreads() {
        client.getResources().shutdown(0, 0, TimeUnit.SECONDS);
        io.end(QUIET_MILLIS, END_MILLIS);
        events.shutdownGracefully(QUIET_MILLIS, END_MILLIS, TimeUnit.MILLISECONDS);
        timer.stop();
    }

    /**
     * An event bus without events, since Larder uses none of Lettuce's.
     *
     * <p><b>Why.</b> Lettuce's own bus loads some 300 classes of Reactor's operators.
     */
    private static final class NoEvents implements EventBus {

        @Override
        public Flux<Event> get() {
            throw new UnsupportedOperationException("Nothing is published");
        }

        @Override
        public void publish(Event event) {}
    }

    /**
     * Sends commands of several callers at the same time in one write.
     *
     * <p><b>Why.</b> Lettuce flushes after each command. If many threads share its connection, the I/O thread spent
     * most of its time in that system call. Now the flush comes after the commands that are there by then, so a single
     * command is sent at once.
     */
    static final class WritesTogether implements NettyCustomizer {

        private static final int MOST_COMMANDS = 256;

        /** Known from the first connection on. One thread serves all connections. */
        private final CompletableFuture<EventLoop> ioThread = new CompletableFuture<>();

        @Override
        public void afterChannelInitialized(Channel channel) {
            ioThread.complete(channel.eventLoop());
            channel.pipeline().addFirst(new FlushConsolidationHandler(MOST_COMMANDS, true));
        }
    }
}
