package dev.larder.agent.core.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class DispatcherTest {

    private final EventLoop loop = new DefaultEventLoop();
    private final Dispatcher dispatcher = new Dispatcher(CompletableFuture.completedFuture(loop));

    @AfterEach
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for its end
    void endLoop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void dispatch_loopIsBusy_returnsAndKeepsTheOrder() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        loop.execute(() -> awaitQuietly(busy));
        List<RedisCommand<String, String, String>> sent = new ArrayList<>();
        List<RedisCommand<String, String, String>> dispatched = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            RedisCommand<String, String, String> command = command();
            sent.add(command);
            assertThat(dispatcher.dispatch(command, each -> {
                        assertThat(loop.inEventLoop()).isTrue();
                        dispatched.add(each);
                        return each;
                    }))
                    .isSameAs(command);
        }
        assertThat(dispatched).isEmpty();
        busy.countDown();
        loop.submit(() -> {}).get(10, TimeUnit.SECONDS);
        assertThat(dispatched).isEqualTo(sent);
    }

    @Test
    void dispatch_connectionThrows_commandFails() {
        AsyncCommand<String, String, String> command = command();
        IllegalStateException theirs = new IllegalStateException("theirs");
        dispatcher.dispatch(command, each -> {
            throw theirs;
        });
        assertThatThrownBy(() -> command.get(10, TimeUnit.SECONDS)).hasRootCause(theirs);
    }

    /** The first connection introduces itself before anybody knows its thread. */
    @Test
    void dispatch_noLoopYet_dispatchesHere() {
        List<Thread> by = new ArrayList<>();
        new Dispatcher(new CompletableFuture<>()).dispatch(command(), each -> {
            by.add(Thread.currentThread());
            return each;
        });
        assertThat(by).containsExactly(Thread.currentThread());
    }

    private static AsyncCommand<String, String, String> command() {
        return new AsyncCommand<>(new Command<>(CommandType.PING, new StatusOutput<>(StringCodec.UTF8)));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
