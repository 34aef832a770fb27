package dev.larder.agent.core.store.memory;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStoreContract;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Searches for an interleaving of operations on {@link MemoryStore} whose answers no order of the same operations, one
 * after the other, would have given. The operations are random, the interleavings are gone through one by one.
 *
 * <p>Two keys, one tag that all entries carry, and a clock that stands still. Evictions of patterns are left out, since
 * they are no single step and need not be: they may evict what was put while they went on.
 *
 * <p><b>Why</b> the calls of the maps, the cache library's and the JDK's, count as one step each: they promise that they are,
 * and the search would drown in what they do. What is looked for is between them. What the store does inside such a call, under the lock of a
 * key, is then one step as well.
 */
@Param(name = "key", gen = IntGen.class, conf = "1:2")
@Param(name = "value", gen = IntGen.class, conf = "1:9")
public final class MemoryStoreLinearizabilityTest {

    private static final Ticker STANDING_STILL = () -> 0;
    private static final MemoryConfig SMALL = new MemoryConfig(16, Duration.ofMinutes(1));
    private static final long TTL_MILLIS = 60_000;
    private static final int RANDOM_SCENARIOS = 2;
    private static final int INTERLEAVINGS = 50;

    private final MemoryStore store = MemoryStore.create(SMALL, LoadConfig.defaults(), STANDING_STILL);
    private final Map<Integer, Lease> leases = new ConcurrentHashMap<>();

    public MemoryStoreLinearizabilityTest() {
        putIfAbsent(1, 0);
    }

    @Test
    void operations_inEveryInterleaving_areAsIfOneAfterTheOther() {
        ModelCheckingOptions options = new ModelCheckingOptions()
                .iterations(RANDOM_SCENARIOS)
                .invocationsPerIteration(INTERLEAVINGS)
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(2)
                .actorsAfter(1)
                .addGuarantee(
                        ManagedStrategyGuaranteeKt.forClasses(name -> name.startsWith("com.github.benmanes.caffeine.")
                                        || name.equals("java.util.concurrent.ConcurrentHashMap"))
                                .allMethods()
                                .treatAsAtomic())
                .sequentialSpecification(SequentialStore.class);
        List<Actor> load = List.of(actor("claim", 1, 2), actor("store", 1, 5));
        for (Actor other :
                List.of(actor("evict", 2), actor("evictTag"), actor("takeOver", 2, 2), actor("putIfAbsent", 2, 7))) {
            options.addCustomScenario(scenario(List.of(), load, List.of(other, actor("lookup", 2))));
        }
        options.addCustomScenario(scenario(List.of(actor("claim", 0, 2)), load, List.of(actor("evictTag"))));
        options.addCustomScenario(
                scenario(List.of(), List.of(actor("evict", 1)), List.of(actor("claim", 2, 1), actor("store", 2, 8))));
        options.check(MemoryStoreLinearizabilityTest.class);
    }

    /** What is there afterwards is looked at as well. */
    private static ExecutionScenario scenario(List<Actor> before, List<Actor> one, List<Actor> other) {
        return new ExecutionScenario(
                before, List.of(one, other), List.of(actor("lookup", 1), actor("lookup", 2)), null);
    }

    private static Actor actor(String operation, Integer... arguments) {
        Class<?>[] types = Stream.of(arguments).map(argument -> int.class).toArray(Class<?>[]::new);
        try {
            return new Actor(MemoryStoreLinearizabilityTest.class.getMethod(operation, types), List.of(arguments));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    @Operation
    public String lookup(@Param(name = "key") int key) {
        return store.lookup(id(key), budget()) instanceof Lookup.Fresh fresh ? text(fresh.entry()) : "absent";
    }

    @Operation
    public String claim(@Param(gen = ThreadIdGen.class) int thread, @Param(name = "key") int key) {
        Claim claim = store.claim(id(key), budget());
        if (claim instanceof Claim.Granted granted) {
            leases.put(thread, granted.lease());
            return "granted";
        }
        return claim instanceof Claim.Found found ? text(found.entry()) : "held";
    }

    @Operation
    public void takeOver(@Param(gen = ThreadIdGen.class) int thread, @Param(name = "key") int key) {
        leases.put(thread, store.takeOver(id(key), null, budget()));
    }

    @Operation
    public boolean store(@Param(gen = ThreadIdGen.class) int thread, @Param(name = "value") int value)
            throws StoreException {
        Lease lease = leases.get(thread);
        return lease != null && lease.store(entry(value), TTL_MILLIS, budget());
    }

    @Operation
    public boolean stands(@Param(gen = ThreadIdGen.class) int thread) throws StoreException {
        Lease lease = leases.get(thread);
        return lease != null && lease.stands(budget());
    }

    @Operation
    public String putIfAbsent(@Param(name = "key") int key, @Param(name = "value") int value) {
        return text(store.putIfAbsent(id(key), entry(value), TTL_MILLIS, budget()));
    }

    @Operation
    public void evict(@Param(name = "key") int key) {
        store.evict(Eviction.ofKey(id(key).key()), budget());
    }

    @Operation
    public void evictTag() {
        store.evict(Eviction.ofTag("tag"), budget());
    }

    private static EntryId id(int key) {
        return new EntryId("k" + key, "f", List.of("tag"));
    }

    private static StoredEntry.Encoded entry(int value) {
        return CacheStoreContract.entry("found " + value);
    }

    private static String text(@Nullable StoredEntry entry) {
        return entry == null ? "absent" : CacheStoreContract.textOf(entry);
    }

    private static Budget budget() {
        return new Budget(STANDING_STILL, Duration.ofSeconds(1));
    }
}
