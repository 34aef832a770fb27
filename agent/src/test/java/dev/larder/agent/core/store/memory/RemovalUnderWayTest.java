package dev.larder.agent.core.store.memory;

import dev.larder.agent.fixtures.RetiringNodes;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Evictions by pattern that pass by what another thread is just removing; see {@link ExpiringMap}. */
@Timeout(60)
final class RemovalUnderWayTest {

    private final RetiringNodes loader = new RetiringNodes();

    @ParameterizedTest
    @EnumSource(RemovalUnderWay.Removal.class)
    void f47_evictPatternWhileAnotherRemoves_leavesNothingToRead(RemovalUnderWay.Removal removal) throws Exception {
        run(removal.name());
    }

    @Test
    void f47_evictPatternWhileAnotherRemovesACounter_leavesNoCounter() throws Exception {
        run(RemovalUnderWay.COUNTER);
    }

    @SuppressWarnings("unchecked") // see there
    private void run(String scenario) throws Exception {
        Object scenarios = loader.loadClass(RemovalUnderWay.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        ((Consumer<String>) scenarios).accept(scenario);
    }
}
