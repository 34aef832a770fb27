package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.codec.json.JsonCodecs;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.MethodSettings;
import dev.larder.agent.core.engine.ResultType;
import dev.larder.agent.core.link.receiver.ReceiverWatch;
import dev.larder.agent.core.link.woven.BodyMonitor;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.EntryOwners;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.fixtures.Silent;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of the look at an object, its method's own result comes out. */
@Silent
final class CallTreeTest {

    private final MethodStats stats = new StatsRegistry().register();

    static final class Service {
        private int runs;

        String name() {
            return "run " + ++runs;
        }
    }

    private MethodHandle treeWith(ReceiverWatch.Judge judge) throws ReflectiveOperationException {
        MethodHandle body =
                MethodHandles.lookup().findVirtual(Service.class, "name", MethodType.methodType(String.class));
        MethodHandle key = MethodHandles.dropArguments(MethodHandles.constant(String.class, "key"), 0, Service.class);
        WovenMethod woven = new WovenMethod(
                body,
                BodyMonitor.of(0, Service.class),
                Service.class,
                body.type().dropParameterTypes(0, 1),
                String.class,
                List.of());
        CacheHandles handles = new CacheHandles(key, null, null, ReceiverWatch.of(judge), null, null, null, List.of());
        return CallTree.of(woven, handles, cachedMethod());
    }

    private CachedMethod cachedMethod() {
        CacheEngine engine = new CacheEngine(Ticker.system(), Duration.ofMillis(100), LoadConfig.defaults(), true);
        engine.open(MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), Ticker.system()));
        return new CachedMethod(
                engine,
                new MethodSettings("Service.name()", "", 0, 60_000, 60_000, true),
                stats,
                new ResultType(String.class, true, EntryOwners.of(Service.class)),
                new JsonCodecs(LoadConfig.DEFAULT_MAX_VALUE_BYTES)
                        .codecFor(String.class, LoadConfig.DEFAULT_MAX_VALUE_BYTES),
                Transactions.NONE);
    }

    /** Throws when asked. */
    private record Throwing(Class<? extends Throwable> thrown) implements ReceiverWatch.Judge {

        @Override
        public boolean admits(Object receiver) {
            Throwable made = newThrown();
            if (made instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) made;
        }

        private Throwable newThrown() {
            try {
                return thrown.getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean isDone() {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                StackOverflowError.class,
                OutOfMemoryError.class,
                NoClassDefFoundError.class
            })
    void f27_lookAtTheObjectThrows_bodyRunsAndItIsCounted(Class<? extends Throwable> thrown) throws Throwable {
        MethodHandle tree = treeWith(new Throwing(thrown));
        Service service = new Service();
        assertThat((String) tree.invoke(service)).isEqualTo("run 1");
        assertThat((String) tree.invoke(service)).isEqualTo("run 2");
        assertThat(stats.snapshot().errors()).isEqualTo(2);
        assertThat(stats.snapshot().hits()).isZero();
    }

    @Test
    void f27_objectIsAdmitted_secondCallIsAHit() throws Throwable {
        MethodHandle tree = treeWith(new ReceiverWatch.Judge() {
            @Override
            public boolean admits(Object receiver) {
                return true;
            }

            @Override
            public boolean isDone() {
                return false;
            }
        });
        Service service = new Service();
        assertThat((String) tree.invoke(service)).isEqualTo("run 1");
        assertThat((String) tree.invoke(service)).isEqualTo("run 1");
        assertThat(stats.snapshot().errors()).isZero();
    }
}
