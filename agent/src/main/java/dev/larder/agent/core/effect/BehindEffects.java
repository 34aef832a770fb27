package dev.larder.agent.core.effect;

import dev.larder.agent.core.base.Latch;
import dev.larder.agent.core.base.StackRoom;
import dev.larder.agent.core.behind.BehindWrite;
import dev.larder.agent.core.behind.WriteBehind;
import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.Copies;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.tx.Transactions.Purpose;
import dev.larder.agent.core.tx.UnfinishedWrites;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.core.write.LeasedPut;
import dev.larder.agent.core.write.Writes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The effects of a method whose body runs later than its call: the call only queues the body and puts the value.
 *
 * <p>The body gets copies of the arguments as they were in the call, new ones for each attempt. While it runs, its thread does
 * not use the cache, which has the new value already: so it finds what it would find if it ran in the call. What the method
 * evicts, it evicts when the body has run.
 *
 * <p><b>At once</b>, with all effects of a put, the body runs where it cannot run later: in a transaction, whose work is to be
 * committed together; with an argument that cannot be copied; while caching is off; in a body that writes the same key; and
 * where there is no room in the queue.
 *
 * <p><b>Threads.</b> Thread-safe. The body runs on a thread of the agent, with the caller's context class loader.
 *
 * <p><b>Failure.</b> A fault of ours before the write is queued has the body run at once. After that it is reported, and the
 * entry is evicted.
 */
public final class BehindEffects implements Effects {

    /** Under contention others store meanwhile, and then theirs is as good or is evicted. */
    private static final int ATTEMPTS_TO_PUT = 3;

    private static final Object[] NONE = {};

    /** A call takes this long only if its store does not answer. */
    private static final long LONGEST_TO_DECIDE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String IN_TRANSACTION = "it is in a transaction, whose writes are committed together";
    private static final String LEAVE_IT_OUT = "Call it outside of transactions, or leave writeBehind out.";

    private final String signature;
    private final MethodEffects atOnce;
    private final MethodEffects later;
    private final Put put;
    private final int receivers;
    private final Snapshots snapshots;
    private final Writes writes;
    private final WriteBehind queue;
    private final Transactions transactions;
    private final EffectWarnings warnings;

    /** Makes copies that have nothing in common with the original but what is immutable. */
    @FunctionalInterface
    public interface Snapshots {
        Copies of(@Nullable Object[] arguments) throws CodecException;
    }

    /**
     * @param put of a parameter, under a key that does not need the result
     * @param isStatic whether the first argument is a parameter
     */
    public BehindEffects(
            String signature,
            List<EvictEffect> evictions,
            Put put,
            boolean isStatic,
            Snapshots snapshots,
            Writes writes,
            Transactions transactions) {
        this.signature = signature;
        this.atOnce = new MethodEffects(signature, evictions, List.of(put), writes, transactions);
        this.later = atOnce.ofWriteBehind();
        this.put = put;
        this.receivers = isStatic ? 0 : 1;
        this.snapshots = snapshots;
        this.writes = writes;
        this.queue = writes.useBehind();
        this.transactions = transactions;
        this.warnings = atOnce.warnings();
        EarlierWrites.becomePossible();
    }

    @Override
    public @Nullable Object around(EffectCall call) throws Throwable {
        StackRoom.requireLittle(); // afterwards there is as much: this frame does not move
        Call queued = queued(call);
        if (queued == null) {
            return atOnce.around(call);
        }
        hold(queued);
        return null;
    }

    /** Null if the body is to run at once. */
    private @Nullable Call queued(EffectCall call) {
        try {
            if (!StackRoom.isAmple() || !writes.areOn()) {
                return null;
            }
            if (transactions.current(Purpose.WRITE) != null) {
                warnings.runsAtOnce(IN_TRANSACTION, LEAVE_IT_OUT);
                return null;
            }
            EntryId id = put.id(new Rendering(call.arguments(), warnings), new HashSet<>());
            return id == null ? null : queued(call, id);
        } catch (CodecException e) {
            warnings.runsAtOnce("an argument cannot be copied: " + e.getMessage(), e.remedy());
            return null;
        } catch (Throwable fault) {
            writes.faults().report(fault);
            return null;
        }
    }

    private @Nullable Call queued(EffectCall call, EntryId id) throws CodecException {
        @Nullable Object[] given = call.arguments();
        Object receiver = receivers == 0 ? null : given[0];
        Copies copies = snapshots.of(Arrays.copyOfRange(given, receivers, given.length));
        Arguments arguments = new Arguments(receiver, receivers, copies);
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        EffectCall again = call.with(NONE); // which does not keep what the caller has
        Call queued = new Call(id, arguments);
        queued.write = new BehindWrite(
                id,
                new BehindWrite.Writer(signature, this, receiver, put.isSensitive()),
                copies.bytes(),
                new BehindWrite.Attempt() {
                    @Override
                    public boolean run() throws Throwable {
                        return BehindEffects.this.run(queued, again, context);
                    }

                    @Override
                    public boolean hold() {
                        return isHeld(queued);
                    }
                });
        return queue.offer(queued.write()) ? queued : null;
    }

    /** One attempt, on a thread of the agent. */
    private boolean run(Call queued, EffectCall call, @Nullable ClassLoader context) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        Budget budget = writes.puts().newBudget();
        Lease lease = queued.isDecided() && queue.isNewest(queued.write()) ? takeOver(queued.id, budget) : null;
        UnfinishedWrites.Token hidden = writes.hideCache();
        thread.setContextClassLoader(context);
        try {
            later.around(call.with(queued.arguments.copy()));
        } catch (Throwable theirs) {
            release(lease, budget);
            throw theirs;
        } finally {
            thread.setContextClassLoader(before);
            hidden.end();
        }
        return lease != null && queue.isNewest(queued.write()) && isStored(queued, lease);
    }

    private @Nullable Lease takeOver(EntryId id, Budget budget) {
        try {
            return writes.puts().takeOver(id, null, budget);
        } catch (StoreException e) {
            writes.faults().noteUnanswered();
        } catch (Throwable fault) {
            writes.faults().report(fault);
        }
        return null;
    }

    /** Never throws: the body has run. */
    private boolean isStored(Call call, Lease lease) {
        try {
            LeasedPut leased = put.leased(call.id, lease, put.value(call.arguments.copy(), null));
            return leased != null && isStored(leased);
        } catch (CodecException e) {
            writes.puts().recordUnfit();
        } catch (Throwable fault) {
            writes.faults().report(fault);
        }
        return false;
    }

    private boolean isStored(LeasedPut put) {
        if (!writes.puts().store(List.of(put)).isEmpty()) {
            return false;
        }
        writes.stored(Set.of(put.id().key()));
        return true;
    }

    /** Has the cache hold the value; if it cannot, waits for the write in its place. Never throws. */
    private void hold(Call call) {
        try {
            boolean isHeld = isHeld(call);
            call.decided.open();
            if (!isHeld) {
                writes.evictUncertain(Eviction.ofKey(call.id.key()));
                queue.awaitUnlessFailing(call.write());
            }
        } catch (Throwable fault) {
            writes.faults().report(fault);
            writes.evictUncertain(Eviction.ofKey(call.id.key()));
        } finally {
            call.decided.open();
        }
    }

    /** Whether the cache holds the value or a newer one, or the value has been written already. */
    private boolean isHeld(Call call) {
        try {
            for (int i = 0; i < ATTEMPTS_TO_PUT; i++) {
                Budget budget = writes.puts().newBudget();
                Lease lease = writes.puts().takeOver(call.id, null, budget);
                BehindWrite newest = queue.newest(call.id.key());
                if (newest != call.write()) {
                    release(lease, budget);
                    // The call of the newest may not have come to put its value yet, and the cache has an older one.
                    return newest == null || newest.attempt().hold();
                }
                LeasedPut leased =
                        lease == null ? null : put.leased(call.id, lease, put.value(call.arguments.copy(), null));
                if (leased == null) {
                    release(lease, budget);
                    return false;
                }
                if (isStored(leased)) {
                    return true;
                }
            }
        } catch (StoreException e) {
            writes.faults().noteUnanswered();
        } catch (CodecException e) {
            writes.puts().recordUnfit();
            warnings.cannotStore(e);
        }
        return false;
    }

    private void release(@Nullable Lease lease, Budget budget) {
        if (lease != null) {
            writes.puts().release(lease, budget);
        }
    }

    /** A call whose body has been queued, or is about to be. */
    private static final class Call {

        private final EntryId id;
        private final Arguments arguments;

        /** Opens when the cache holds the value or is known not to. A lease for the body would void that of the call. */
        private final Latch decided = new Latch();

        /** Set before it is queued, which publishes it. */
        private @Nullable BehindWrite write;

        Call(EntryId id, Arguments arguments) {
            this.id = id;
            this.arguments = arguments;
        }

        /** Waits for a call that has just queued it. */
        boolean isDecided() {
            try {
                return decided.await(LONGEST_TO_DECIDE_NANOS);
            } catch (InterruptedException strays) { // nobody means to interrupt it
                return false;
            }
        }

        BehindWrite write() {
            return Objects.requireNonNull(write);
        }
    }

    /** What the body is called with. */
    private record Arguments(@Nullable Object receiver, int receivers, Copies copies) {

        /** New ones, that only the caller has. */
        @Nullable
        Object[] copy() {
            @Nullable Object[] parameters = (@Nullable Object[]) Objects.requireNonNull(copies.copy());
            if (receivers == 0) {
                return parameters;
            }
            @Nullable Object[] all = new Object[parameters.length + 1];
            all[0] = receiver;
            System.arraycopy(parameters, 0, all, 1, parameters.length);
            return all;
        }
    }
}
