package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.LarderCacheContract.User;
import dev.larder.agent.fixtures.AtOnce;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the API promises of values that are loaded through it; part of {@link LarderCacheContract}. */
interface LoadingContract {

    int THREADS = 8;

    ApiOver api();

    LarderCache<User> users();

    @Test
    default void getOrLoad_again_runsTheLoaderOnce() {
        AtomicInteger loads = new AtomicInteger();
        Callable<User> ask = () -> users().getOrLoad("u:1", () -> {
            loads.incrementAndGet();
            return LarderCacheContract.ADA;
        });

        assertThat(Stream.of(1, 2, 3).map(i -> call(ask))).containsOnly(LarderCacheContract.ADA);
        assertThat(loads).hasValue(1);
        assertThat(api().counts().misses()).isEqualTo(1);
        assertThat(api().counts().hits()).isEqualTo(2);
        assertThat(users().ttl("u:1")).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
    }

    @Test
    default void getOrLoad_loaderThrows_isTheSameInstanceAndNothingStays() {
        for (Exception thrown : List.of(new IOException("theirs"), new IllegalStateException("theirs"))) {
            assertThatThrownBy(() -> users().getOrLoad("u:1", () -> {
                        throw thrown;
                    }))
                    .isSameAs(thrown);
        }
        Error error = new AssertionError("theirs");
        assertThatThrownBy(() -> users().getOrLoad("u:1", () -> {
                    throw error;
                }))
                .isSameAs(error);

        assertThat(users().exists("u:1")).isFalse();
        assertThat(api().counts().loadFailures()).isEqualTo(3);
        assertThat(api().counts().errors()).isZero();
    }

    @Test
    default void getOrLoad_manyAtOnce_shareOneLoad() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(THREADS);

        List<User> found = AtOnce.atOnce(THREADS, i -> {
            all.countDown();
            return users().getOrLoad("u:1", () -> {
                all.await(20, TimeUnit.SECONDS);
                loads.incrementAndGet();
                return LarderCacheContract.ADA;
            });
        });

        assertThat(found).hasSize(THREADS).containsOnly(LarderCacheContract.ADA);
        assertThat(loads).hasValue(1);
    }

    @Test
    default void h57_evictedWhileLoading_isNotStored() {
        assertThat(users().getOrLoad("u:1", () -> {
                    users().evict("u:1");
                    return LarderCacheContract.ADA;
                }))
                .isEqualTo(LarderCacheContract.ADA);

        assertThat(users().exists("u:1")).isFalse();
        assertThat(api().counts().refusedStores()).isEqualTo(1);
    }

    @Test
    default void h57_putWhileLoading_stays() {
        users().getOrLoad("u:1", () -> {
            users().put("u:1", LarderCacheContract.MARY);
            return LarderCacheContract.ADA;
        });

        assertThat(users().get("u:1")).isEqualTo(LarderCacheContract.MARY);
    }

    @Test
    default void h57_tagEvictedWhileLoading_isNotStored() {
        LarderCache<User> tagged = users().withTags("team:7");
        tagged.getOrLoad("u:1", () -> {
            users().evictTag("team:7");
            return LarderCacheContract.ADA;
        });

        assertThat(users().exists("u:1")).isFalse();
    }

    private static <T> T call(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
