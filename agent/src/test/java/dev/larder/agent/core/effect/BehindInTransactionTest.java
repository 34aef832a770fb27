package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.putBehind;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** In a transaction the body runs at once: what a transaction writes is committed together, or not at all. */
final class BehindInTransactionTest extends TransactionWorld {

    private final BehindEffects saving = world.behind(putBehind(Texts.of(KEY), 0));
    private final AtomicReference<Thread> ranOn = new AtomicReference<>();

    private Object save() throws Exception {
        return call(
                saving,
                (World.Body) arguments -> {
                    ranOn.set(Thread.currentThread());
                    return null;
                },
                "new");
    }

    @Test
    @Expects(Message.BEHIND_AT_ONCE)
    void committed_isServed() throws Exception {
        world.read(KEY, () -> "old");
        inTransaction(status -> {
            save();
            assertThat(ranOn).hasValue(Thread.currentThread());
            assertThat(elsewhere(() -> world.read(KEY, () -> "loaded"))).isEqualTo("old");
        });
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("new");
    }

    @Test
    @Expects(Message.BEHIND_AT_ONCE)
    void rolledBack_isNeverServed() throws Exception {
        inTransaction(status -> {
            save();
            status.setRollbackOnly();
        });
        assertThat(ranOn).hasValue(Thread.currentThread());
        assertThat(world.read(KEY, () -> "loaded")).isEqualTo("loaded");
        assertThat(world.writes.behind().isEmpty()).isTrue();
    }
}
