package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LettuceClientTest {

    private final ClientOptions options = LettuceClient.options(Duration.ofMillis(700));

    @Test
    void h89_clientOptions_areOurChoicesAndNotTheLibrarysDefaults() {
        assertThat(options.isAutoReconnect()).isFalse();
        assertThat(options.getDisconnectedBehavior()).isEqualTo(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
        assertThat(options.getRequestQueueSize()).isEqualTo(4096);
        assertThat(options.getConfiguredProtocolVersion()).isEqualTo(ProtocolVersion.RESP3);
        assertThat(options.isPingBeforeActivateConnection()).isTrue();
        assertThat(options.isPublishOnScheduler()).isFalse();
        assertThat(options.getTimeoutOptions().isTimeoutCommands()).isFalse();
        assertThat(options.getMaintNotificationsConfig().maintNotificationsEnabled())
                .isFalse();
    }

    @Test
    void h89_socketOptions_areOurChoicesAndNotTheLibrarysDefaults() {
        SocketOptions socket = options.getSocketOptions();
        assertThat(socket.getConnectTimeout()).isEqualTo(Duration.ofMillis(700));
        assertThat(socket.isKeepAlive()).isTrue();
        assertThat(socket.isTcpNoDelay()).isTrue();
    }
}
