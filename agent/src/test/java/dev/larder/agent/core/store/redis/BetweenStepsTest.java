package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.fixtures.RedisServer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On one server. */
final class BetweenStepsTest extends BetweenStepsContract {

    @AutoClose
    private static RedisServer server;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @Override
    RedisOrCluster redis() {
        return RedisOrCluster.of(server);
    }

    @Test
    void f47_moreNamesThanARoundTripTakes_loadsBetweenTheRoundTripsAreNotFoundAfterwards() throws StoreException {
        Set<String> names = new LinkedHashSet<>(keys(List.of("page:")));
        IntStream.range(0, 10_500).forEach(n -> names.add("another:" + n));
        names.addAll(keys(List.of("row:", "part:")));
        for (int look : new int[] {3, 60, 104, 108, 112}) {
            evicting.at(look, () -> pages().forEach(this::read));
            assertThat(evictor.evict(Eviction.ofKeys(names), evicting.budget())).isPositive();
            assertThat(found()).as("look %d", look).doesNotContain("old");
            pages().forEach(this::read);
        }
    }
}
