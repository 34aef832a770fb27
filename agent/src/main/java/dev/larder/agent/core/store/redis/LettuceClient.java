package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.AgentThreads;
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
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Lettuce, set up to our rules: three daemon threads, no reconnection of its own, no queue without bound, and of a
 * cluster nothing is asked unless there is reason to.
 *
 * <p><b>Threads.</b> {@code larder-redis-io-1} reads and writes sockets, {@code larder-redis-timer-1} ends connection
 * attempts, {@code larder-redis-event-1} carries Lettuce's own notifications. NIO, so that no native code is loaded.
 *
 * <p><b>Why</b> every option is set although some are defaults: they have changed between versions of Lettuce, and
 * each of them decides what happens to a caller while Redis is away.
 */
final class LettuceClient {

    /** Commands on their way, those given up included. One caller has one on its way, so this is about threads. */
    static final int REQUEST_SIZE = 4096;

    /** Which commands are not sent again when a connection is made anew; and if one were, it would come too late. */
    static final Predicate<RedisCommand<?, ?, ?>> NEVER_AGAIN = command -> true;

    /** For what the end of a connection still has to tell. */
    private static final long QUIET_MILLIS = 50;

    private static final long END_MILLIS = 1_000;

    /** At most so often the slots are found out anew. */
    private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(1);

    /** How often one command is sent on. */
    private static final int MAX_REDIRECTS = 5;

    private final Duration connectTimeout;
    private final DefaultEventLoopGroupProvider io;
    private final EventExecutorGroup events;
    private final HashedWheelTimer timer;
    private final RedisClient client;
    private final Set<RedisClusterClient> clusterClients = ConcurrentHashMap.newKeySet();

    LettuceClient(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
        io = new DefaultEventLoopGroupProvider(1, pool -> AgentThreads.named("redis-io"));
        events = new DefaultEventExecutorGroup(1, AgentThreads.named("redis-event"));
        timer = new HashedWheelTimer(AgentThreads.named("redis-timer"));
        client = RedisClient.create(resources());
        client.setOptions(options(connectTimeout));
    }

    RedisClient client() {
        return client;
    }

    /**
     * A client for one session with a cluster, so that each session begins with what is configured.
     *
     * @param seed the server to ask about the cluster
     */
    RedisClusterClient forCluster(RedisURI seed) {
        RedisClusterClient cluster = RedisClusterClient.create(client.getResources(), seed);
        cluster.setOptions(clusterOptions(connectTimeout));
        clusterClients.add(cluster);
        return cluster;
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
                .nettyCustomizer(new WritesTogether())
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
                        // Which slots are where is found out when a server says that one is elsewhere.
                        .disableAdaptiveRefreshTrigger(RefreshTrigger.PERSISTENT_RECONNECTS)
                        .adaptiveRefreshTriggersTimeout(REFRESH_INTERVAL)
                        // Of the seed alone: the answer would wait for every replica, also for one that hangs.
                        .dynamicRefreshSources(false)
                        // The end of any connection is the end of the session. None is to end for less.
                        .closeStaleConnections(false)
                        .build());
        return options.build();
    }

    private static void setCommon(ClientOptions.Builder options, Duration connectTimeout) {
        // Reconnecting is ours: between two connections the journal must be replayed.
        options.autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(NEVER_AGAIN)
                .requestQueueSize(REQUEST_SIZE)
                .protocolVersion(ProtocolVersion.RESP3)
                .pingBeforeActivateConnection(true)
                .publishOnScheduler(false)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                // Every wait has its call's budget, and the connection its heartbeat.
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(connectTimeout)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build());
    }

    /** Returns at once; connections end first, then the threads that serve them. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left who could do something about it
    void close() {
        clusterClients.forEach(this::end);
        client.shutdownAsync(0, 0, TimeUnit.SECONDS).whenComplete((done, failure) -> endThreads());
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void endThreads() {
        client.getResources().shutdown(0, 0, TimeUnit.SECONDS);
        io.shutdown(QUIET_MILLIS, END_MILLIS, TimeUnit.MILLISECONDS);
        events.shutdownGracefully(QUIET_MILLIS, END_MILLIS, TimeUnit.MILLISECONDS);
        timer.stop();
    }

    /**
     * Lets commands that callers send at the same time leave in one write.
     *
     * <p><b>Why.</b> Lettuce flushes after each command, and where many threads share its connection that system call was
     * what the I/O thread did most of the time. Now the flush comes after the commands that are there by then, and so a
     * lone command waits for nobody.
     */
    static final class WritesTogether implements NettyCustomizer {

        private static final int MOST_COMMANDS = 256;

        @Override
        public void afterChannelInitialized(Channel channel) {
            channel.pipeline().addFirst(new FlushConsolidationHandler(MOST_COMMANDS, true));
        }
    }
}
