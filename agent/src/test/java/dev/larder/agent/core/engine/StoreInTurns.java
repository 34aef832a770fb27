package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.LoadConfig;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.memory.MemoryStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.ForwardingStore;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Nobody is kept waiting by a lease: a claim that would be has its turn when it would not. */
final class StoreInTurns extends ForwardingStore {

    private static final MemoryConfig SMALL = new MemoryConfig(16, Duration.ofMinutes(1));

    /** What the store leaves without an answer. */
    enum Silence {
        NONE,
        LOOKUP,
        CLAIM,
        STORE
    }

    private final Turns turns;
    private final CacheStore memory;
    private final Silence silence;
    private final UnaryOperator<Lease> leases;

    StoreInTurns(Turns turns, Silence silence, UnaryOperator<Lease> leases) {
        this(turns, silence, leases, MemoryStore.create(SMALL, LoadConfig.defaults(), () -> 0));
    }

    private StoreInTurns(Turns turns, Silence silence, UnaryOperator<Lease> leases, CacheStore memory) {
        super(memory);
        this.turns = turns;
        this.silence = silence;
        this.memory = memory;
        this.leases = leases;
    }

    @Override
    public Lookup lookup(EntryId id, Budget budget) throws StoreException {
        turns.pass();
        answerUnless(Silence.LOOKUP);
        Lookup found = super.lookup(id, budget);
        turns.pass();
        return found;
    }

    @Override
    public Claim claim(EntryId id, Budget budget) throws StoreException {
        turns.pass(() -> silence == Silence.CLAIM || !isHeld(id));
        answerUnless(Silence.CLAIM);
        Claim claim = super.claim(id, budget);
        turns.pass();
        return claim instanceof Claim.Granted granted
                ? new Claim.Granted(new LeaseInTurns(leases.apply(granted.lease())))
                : claim;
    }

    private void answerUnless(Silence silent) throws StoreException {
        if (silence == silent) {
            throw new StoreException(silent + " was not answered in time", null);
        }
    }

    private boolean isHeld(EntryId id) {
        try {
            Budget none = new Budget(Ticker.system(), Duration.ZERO);
            return memory.lookup(id, none) == Lookup.ABSENT
                    && memory.inspect(id.key(), none).leased();
        } catch (StoreException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public long evict(Eviction eviction, Budget budget) throws StoreException {
        turns.pass();
        long evicted = super.evict(eviction, budget);
        turns.pass();
        return evicted;
    }

    private final class LeaseInTurns extends ForwardingLease {

        LeaseInTurns(Lease lease) {
            super(lease);
        }

        @Override
        public boolean stands(Budget budget) throws StoreException {
            turns.pass();
            boolean stands = super.stands(budget);
            turns.pass();
            return stands;
        }

        @Override
        public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) throws StoreException {
            turns.pass();
            boolean stored = super.store(entry, ttlMillis, staleMillis, budget);
            turns.pass();
            return stored;
        }
    }
}
