package dev.larder.agent.core.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.RedisServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions.RefreshTrigger;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LettuceClientTest {

    private final ClientOptions options = LettuceClient.options(Duration.ofMillis(700));

    @Test
    void h89_clientOptions_areOurChoicesAndNotTheLibrarysDefaults() {
        assertThat(options.isAutoReconnect()).isFalse();
        assertThat(options.getDisconnectedBehavior()).isEqualTo(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
        assertThat(options.getRequestQueueSize()).isEqualTo(4096);
        assertThat(options.getConfiguredProtocolVersion()).isEqualTo(ProtocolVersion.RESP3);
        assertThat(options.isPingBeforeActivateConnection()).isFalse(); // TryOut pings
        assertThat(options.isPublishOnScheduler()).isFalse();
        assertThat(options.getReplayFilter()).isSameAs(LettuceClient.NEVER_AGAIN);
        assertThat(options.getTimeoutOptions().isTimeoutCommands()).isFalse();
        assertThat(options.getMaintNotificationsConfig().maintNotificationsEnabled())
                .isFalse();
    }

    @Test
    void h89_clusterOptions_areOurChoicesAndNotTheLibrarysDefaults() {
        ClusterClientOptions cluster = LettuceClient.clusterOptions(Duration.ofMillis(700));
        assertThat(cluster.getMaxRedirects()).isEqualTo(5);
        assertThat(cluster.isValidateClusterNodeMembership()).isFalse();
        ClusterTopologyRefreshOptions refresh = cluster.getTopologyRefreshOptions();
        assertThat(refresh.isPeriodicRefreshEnabled()).isFalse();
        assertThat(refresh.useDynamicRefreshSources()).isFalse();
        assertThat(refresh.isCloseStaleConnections()).isFalse();
        assertThat(refresh.getAdaptiveRefreshTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(refresh.getAdaptiveRefreshTriggers())
                .containsExactlyInAnyOrder(
                        RefreshTrigger.MOVED_REDIRECT,
                        RefreshTrigger.ASK_REDIRECT,
                        RefreshTrigger.UNCOVERED_SLOT,
                        RefreshTrigger.UNKNOWN_NODE);
    }

    @Test
    void h89_clusterOptions_areThoseOfOneServerOtherwise() {
        ClusterClientOptions cluster = LettuceClient.clusterOptions(Duration.ofMillis(700));
        assertThat(cluster.isAutoReconnect()).isEqualTo(options.isAutoReconnect());
        assertThat(cluster.getDisconnectedBehavior()).isEqualTo(options.getDisconnectedBehavior());
        assertThat(cluster.getRequestQueueSize()).isEqualTo(options.getRequestQueueSize());
        assertThat(cluster.getReplayFilter()).isSameAs(LettuceClient.NEVER_AGAIN);
        assertThat(cluster.getConfiguredProtocolVersion()).isEqualTo(options.getConfiguredProtocolVersion());
        assertThat(cluster.isPingBeforeActivateConnection()).isEqualTo(options.isPingBeforeActivateConnection());
        assertThat(cluster.isPublishOnScheduler()).isEqualTo(options.isPublishOnScheduler());
        assertThat(cluster.getTimeoutOptions().isTimeoutCommands()).isFalse();
        assertThat(cluster.getMaintNotificationsConfig().maintNotificationsEnabled())
                .isFalse();
        assertThat(cluster.getSocketOptions().getConnectTimeout()).isEqualTo(Duration.ofMillis(700));
        assertThat(cluster.getSocketOptions().isKeepAlive()).isTrue();
        assertThat(cluster.getSocketOptions().isTcpNoDelay()).isTrue();
    }

    @Test
    void h89_socketOptions_areOurChoicesAndNotTheLibrarysDefaults() {
        SocketOptions socket = options.getSocketOptions();
        assertThat(socket.getConnectTimeout()).isEqualTo(Duration.ofMillis(700));
        assertThat(socket.isKeepAlive()).isTrue();
        assertThat(socket.isTcpNoDelay()).isTrue();
    }

    @Test
    void commands_sentAtTheSameTime_leaveInOneWrite() {
        FlushCounter socket = new FlushCounter();
        EmbeddedChannel channel = connectionTo(socket);
        List<String> commands = List.of("GET a", "GET b", "GET c");
        commands.forEach(command -> channel.eventLoop().execute(() -> channel.writeAndFlush(command)));

        channel.runPendingTasks();

        assertThat(channel.outboundMessages()).containsExactlyElementsOf(commands);
        assertThat(socket.flushes).isOne();
    }

    @Test
    void command_sentAlone_leavesAtOnce() {
        FlushCounter socket = new FlushCounter();
        EmbeddedChannel channel = connectionTo(socket);

        channel.eventLoop().execute(() -> channel.writeAndFlush("GET a"));
        channel.runPendingTasks();

        assertThat(channel.outboundMessages()).containsExactly("GET a");
        assertThat(socket.flushes).isOne();
    }

    @Test
    void connections_haveThat() {
        LettuceClient client = new LettuceClient(Duration.ofSeconds(1));
        try {
            assertThat(client.client().getResources().nettyCustomizer())
                    .isInstanceOf(LettuceClient.WritesTogether.class);
        } finally {
            client.close();
        }
    }

    private static EmbeddedChannel connectionTo(FlushCounter socket) {
        EmbeddedChannel channel = new EmbeddedChannel();
        new LettuceClient.WritesTogether().afterChannelInitialized(channel);
        channel.pipeline().addFirst(socket);
        return channel;
    }

    /** Stands where the socket is: what is flushed here is a system call there. */
    private static final class FlushCounter extends ChannelOutboundHandlerAdapter {

        private int flushes;

        @Override
        public void flush(ChannelHandlerContext context) {
            flushes++;
            context.flush();
        }
    }

    /** Nobody uses the others, and making them takes a good part of the CPU time of the first connection. */
    @Test
    void f17_connection_isMadeWithAsynchronousCommandsAlone() throws Exception {
        LettuceClient lettuce = new LettuceClient(Duration.ofSeconds(5));
        try (RedisServer redis = RedisServer.start();
                StatefulRedisConnection<byte[], byte[]> connection =
                        lettuce.client().connect(ByteArrayCodec.INSTANCE, RedisURI.create(redis.url()))) {
            assertThat(connection.sync()).isNull();
            assertThat(connection.reactive()).isNull();
            assertThat(connection.async().ping().get(5, TimeUnit.SECONDS)).isEqualTo("PONG");
        } finally {
            lettuce.close();
        }
    }
}
