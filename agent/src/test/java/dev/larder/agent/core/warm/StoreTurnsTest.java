package dev.larder.agent.core.warm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.base.Tier;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.plan.WarmSchedule;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.Turn;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.FakeTicker;
import dev.larder.agent.fixtures.ForwardingStore;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who has the turn to warm a method, of several that share a store. */
final class StoreTurnsTest {

    private final FakeTicker ticker = new FakeTicker();
    private final CacheStore store = MemoryStore.create(MemoryConfig.defaults(), LoadConfig.defaults(), ticker);
    private final StoreTurns one = turns("f");
    private final StoreTurns other = turns("f");

    private StoreTurns turns(String shape) {
        return turns(store, shape);
    }

    private static StoreTurns turns(CacheStore store, String shape) {
        return new StoreTurns(
                () -> store,
                () -> new Budget(Ticker.system(), Duration.ofSeconds(1)),
                type -> shape,
                Warmable::isSensitive);
    }

    @Test
    void turn_isHadByOne_untilItIsOver() {
        Warmable method = new Method("test.Shop.find(long)");
        WarmTurns.Held held = Objects.requireNonNull(one.take(method));
        assertThat(other.take(method)).isNull();
        assertThat(other.take(new Method("test.Shop.all()"))).isNotNull();

        ticker.advance(Turn.LASTING.minusMillis(1));
        assertThat(held.keep()).isTrue();
        ticker.advance(Turn.LASTING.minusMillis(1));
        assertThat(other.take(method)).isNull();

        held.end(10_000);
        assertThat(other.take(method)).isNull();
        ticker.advance(Duration.ofSeconds(10));
        assertThat(other.take(method)).isNotNull();
        assertThat(held.keep()).isFalse();
    }

    @Test
    void turn_ofAProcessThatWasKilled_isFreeAfterAMoment() {
        Warmable method = new Method("test.Shop.find(long)");
        assertThat(one.take(method)).isNotNull();

        ticker.advance(Turn.LASTING);

        assertThat(other.take(method)).isNotNull();
    }

    /** Its entries are in each process, so each has to be warmed. */
    @Test
    void turn_ofAMethodWhoseResultsStayInTheProcess_isHadByEach() {
        Warmable method = new Method("test.Shop.secret(long)", true);
        WarmTurns.Held held = Objects.requireNonNull(one.take(method));
        assertThat(other.take(method)).isNotNull();
        assertThat(held.keep()).isTrue();
        held.end(10_000);
        assertThat(one.take(method)).isNotNull();
    }

    @Test
    void turn_whoseStoreDoesNotAnswerOnce_isKept_andOneWhoseStoreDoesNotAnswerTwice_isOver() {
        Forgetful forgetful = new Forgetful(store);
        WarmTurns.Held held = Objects.requireNonNull(turns(forgetful, "f").take(new Method("test.Shop.find(long)")));

        forgetful.isSilent = true;
        assertThat(held.keep()).isTrue();
        forgetful.isSilent = false;
        assertThat(held.keep()).isTrue();
        forgetful.isSilent = true;
        assertThat(held.keep()).isTrue();
        assertThat(held.keep()).isFalse();
    }

    /** In a rolling deploy the new version does not find what the old one has loaded. */
    @Test
    void turn_ofAVersionWithOtherValues_isAnotherOne() {
        Warmable method = new Method("test.Shop.find(long)");
        assertThat(one.take(method)).isNotNull();
        assertThat(turns("g").take(method)).isNotNull();
    }

    @Test
    void key_ofALongOrForeignSignature_isShortAndPlain() {
        assertThat(StoreTurns.keyOf("test.Shop.find(long)")).isEqualTo("test.Shop.find(long)");
        assertThat(StoreTurns.keyOf("test.Grüße.find()"))
                .startsWith("test.Gr__e.find()~")
                .isASCII();
        assertThat(StoreTurns.keyOf("x".repeat(1_000))).hasSizeLessThan(200);
    }

    /** A store whose turns are not answered now and then. */
    private static final class Forgetful extends ForwardingStore {

        private boolean isSilent;

        Forgetful(CacheStore store) {
            super(store);
        }

        @Override
        public Turn takeTurn(EntryId id, Budget budget) throws StoreException {
            Turn taken = Objects.requireNonNull(super.takeTurn(id, budget));
            return new Turn() {
                @Override
                public boolean keepsReferences() {
                    return taken.keepsReferences();
                }

                @Override
                public boolean replace(
                        long version, StoredEntry entry, long ttlMillis, long staleMillis, Budget waiting)
                        throws StoreException {
                    return taken.replace(version, entry, ttlMillis, staleMillis, waiting);
                }

                @Override
                public boolean keep(Budget waiting) throws StoreException {
                    if (isSilent) {
                        throw StoreException.unanswered("silent");
                    }
                    return taken.keep(waiting);
                }

                @Override
                public void end(long restMillis, Budget waiting) throws StoreException {
                    taken.end(restMillis, waiting);
                }
            };
        }
    }

    private record Method(String signature, boolean isSensitive) implements Warmable {

        Method(String signature) {
            this(signature, false);
        }

        @Override
        public Tier tier() {
            return Tier.SHARED;
        }

        @Override
        public WarmSchedule schedule() {
            throw new AssertionError();
        }

        @Override
        public long ttlMillis() {
            return 1;
        }

        @Override
        public Type valueType() {
            return String.class;
        }

        @Override
        public @Nullable ClassLoader loader() {
            return null;
        }

        @Override
        public List<Object> subjects(long leastAgeNanos, int attempt) {
            return List.of();
        }

        @Override
        public Arguments arguments(Object subject) {
            throw new AssertionError();
        }

        @Override
        public Object call(Object subject, @Nullable Object[] arguments, long renewNanos) {
            throw new AssertionError();
        }
    }
}
