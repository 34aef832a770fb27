package dev.larder.agent.core.link.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.memory.MemoryStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class LaterBatchInMemoryTest extends LaterBatchContract {

    @Override
    CacheStore store() {
        return MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system());
    }

    /** As without the cache, on the caller's thread; what the body throws is thrown. */
    @Test
    void everythingIsDoneAtOnce() throws Throwable {
        CompletableFuture<?> missing = (CompletableFuture<?>) call("many", ids(1, 2));
        assertThat(missing).isCompletedWithValueMatching(value -> ((Map<?, ?>) value).size() == 2);
        CompletableFuture<?> partly = (CompletableFuture<?>) call("many", ids(1, 2, 3));
        assertThat(partly).isCompletedWithValueMatching(value -> ((Map<?, ?>) value).size() == 3);
        CompletableFuture<?> hits = (CompletableFuture<?>) call("many", ids(1, 2, 3));
        assertThat(hits).isCompletedWithValueMatching(value -> ((Map<?, ?>) value).size() == 3);
        assertThat(runs()).containsExactly("many [1, 2]", "many [3]");
        assertThatThrownBy(() -> call("throwing", ids(1))).hasMessage("thrown");
        assertThat(call("nothing", ids(1))).isNull();
        assertThat(this.<List<Thread>>field("threads")).containsOnly(Thread.currentThread());
        assertThat(application.counts().errors()).isZero();
    }
}
