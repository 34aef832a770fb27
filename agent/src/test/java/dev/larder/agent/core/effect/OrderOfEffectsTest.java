package dev.larder.agent.core.effect;

import static dev.larder.agent.core.effect.World.call;
import static dev.larder.agent.core.effect.World.evict;
import static dev.larder.agent.core.effect.World.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One method with {@code @Cached}, {@code @CachePut} and {@code @CacheEvict}s: the order that docs/consistency.md tells. */
@Timeout(30)
final class OrderOfEffectsTest {

    private final JournalStore store = new JournalOfLoads();
    private final World world = World.over(store);

    @Test
    void allOnOneMethod_takePlaceAsDocumented() throws Exception {
        MethodEffects method = world.with(
                List.of(
                        evict(EvictPhase.AFTER_SUCCESS, Texts.of("after1")),
                        evict(EvictPhase.BEFORE, Texts.of("before1")),
                        evict(EvictPhase.ALWAYS, Texts.of("always")),
                        evict(EvictPhase.BEFORE, Texts.of("before2")),
                        evict(EvictPhase.AFTER_SUCCESS, Texts.of("after2"))),
                put(Texts.of("put1")),
                put(Texts.of("put2")));

        assertThat(readThrough("cached", method, body("new"))).isEqualTo("new");
        assertThat(store.heard)
                .containsExactly(
                        "claim cached",
                        "evict [before1, before2][][]",
                        "takeOver put1",
                        "takeOver put2",
                        "body",
                        "store put1",
                        "store put2",
                        "evict [after1, after2, always][][]",
                        "store cached");
        assertThat(world.read("put2", () -> "loaded")).isEqualTo("new");
    }

    @Test
    void hit_hasNoEffects() throws Exception {
        MethodEffects method = world.with(
                List.of(evict(EvictPhase.BEFORE, Texts.of("before")), evict(EvictPhase.ALWAYS, Texts.of("always"))),
                put(Texts.of("put")));
        readThrough("cached", method, body("first"));
        store.heard.clear();

        assertThat(readThrough("cached", method, body("second"))).isEqualTo("first");
        assertThat(store.heard).isEmpty();
    }

    @Test
    void bodyThatThrows_evictsAlwaysAloneAndStoresNothing() {
        MethodEffects method = world.with(
                List.of(
                        evict(EvictPhase.ALWAYS, Texts.of("always")),
                        evict(EvictPhase.AFTER_SUCCESS, Texts.of("after"))),
                put(Texts.of("put")));
        IOException theirs = new IOException("theirs");

        assertThatThrownBy(() -> readThrough("cached", method, () -> {
                    throw theirs;
                }))
                .isSameAs(theirs);
        assertThat(store.heard)
                .containsExactly("claim cached", "takeOver put", "release put", "evict [always][][]", "release cached");
    }

    @Test
    void evictionOfTheMethodsOwnEntry_winsOverItsStore() throws Exception {
        MethodEffects method = world.evicting(evict(EvictPhase.AFTER_SUCCESS, Texts.of("cached")));

        readThrough("cached", method, body("first"));

        assertThat(readThrough("cached", method, body("second"))).isEqualTo("second");
    }

    @Test
    void putOfTheMethodsOwnEntry_takesTheLeaseFromItsLoad() throws Exception {
        MethodEffects method = world.putting(put(Texts.of("cached")));

        readThrough("cached", method, body("first"));

        assertThat(store.heard)
                .containsExactly("claim cached", "takeOver cached", "body", "store cached", "store cached");
        assertThat(readThrough("cached", method, body("second"))).isEqualTo("first");
    }

    private Object readThrough(String key, MethodEffects method, Callable<?> body) throws Exception {
        return world.read(key, () -> call(method, body));
    }

    private Callable<Object> body(Object result) {
        return () -> {
            store.heard.add("body");
            return result;
        };
    }

    /** Also of what loads do. */
    private static final class JournalOfLoads extends JournalStore {

        @Override
        public Claim claim(EntryId id, Budget budget) throws StoreException {
            heard.add("claim " + id.key());
            Claim claim = super.claim(id, budget);
            return claim instanceof Claim.Granted granted
                    ? new Claim.Granted(new LoadersLease(id, granted.lease()))
                    : claim;
        }

        private final class LoadersLease extends ForwardingLease {

            private final EntryId id;

            LoadersLease(EntryId id, Lease lease) {
                super(lease);
                this.id = id;
            }

            @Override
            public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget)
                    throws StoreException {
                heard.add("store " + id.key());
                return super.store(entry, ttlMillis, staleMillis, budget);
            }

            @Override
            public void release(Budget budget) throws StoreException {
                heard.add("release " + id.key());
                super.release(budget);
            }
        }
    }
}
