package dev.larder.agent.core.warm;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.Turn;
import dev.larder.agent.core.wait.Budget;
import java.lang.reflect.Type;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The turns of all processes that use a store: those to refresh an entry, of an entry that no method can have. A method whose results
 * stay in the process has a turn in each, which no other process is asked for.
 *
 * <p><b>Failure.</b> While the store does not answer, nobody has a turn.
 */
public final class StoreTurns implements WarmTurns {

    /** How the fingerprints begin; no method's results have such a one. */
    private static final String FINGERPRINT = "warm";

    private static final int MOST_CHARACTERS = 150;

    private final Supplier<@Nullable CacheStore> store;
    private final Supplier<Budget> budgets;
    private final Function<Type, String> shapes;
    private final Predicate<Warmable> staysHere;

    /**
     * The turns of whatever store answers now.
     *
     * @param store null before there is one
     * @param budgets what one question may spend on waiting
     * @param shapes the fingerprints of types of values: a new version of the application, whose values have another one, does
     *     not find the entries of the old one, and has turns of its own
     * @param staysHere whether what a method returns stays in this process
     */
    public StoreTurns(
            Supplier<@Nullable CacheStore> store,
            Supplier<Budget> budgets,
            Function<Type, String> shapes,
            Predicate<Warmable> staysHere) {
        this.store = store;
        this.budgets = budgets;
        this.shapes = shapes;
        this.staysHere = staysHere;
    }

    @Override
    public @Nullable Held take(Warmable method) {
        if (staysHere.test(method)) {
            return ALONE.take(method);
        }
        CacheStore current = store.get();
        try {
            Turn taken = current == null
                    ? null
                    : current.takeTurn(
                            new EntryId(keyOf(method.signature()), FINGERPRINT + shapeOf(method)), budgets.get());
            return taken == null ? null : new HeldTurn(taken);
        } catch (StoreException e) {
            AgentLog.debug(() -> "No turn to warm " + method.signature() + ": " + e);
            return null;
        }
    }

    /** Empty if the type cannot be stored, or is not to be had: whoever calls the method is told. */
    private String shapeOf(Warmable method) {
        try {
            return shapes.apply(method.valueType());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            AgentLog.debug(() -> "Without the type of " + method.signature() + ": " + e);
            return "";
        }
    }

    /** ASCII, and not long. */
    static String keyOf(String signature) {
        boolean isPlain = signature.length() <= MOST_CHARACTERS
                && signature.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '{' && c != '}');
        if (isPlain) {
            return signature;
        }
        String text = signature.replaceAll("[^A-Za-z0-9_.$(),]", "_");
        String start = text.substring(0, Math.min(MOST_CHARACTERS, text.length()));
        return start + "~" + Integer.toHexString(signature.hashCode());
    }

    private final class HeldTurn implements Held {

        private final Turn taken;

        /** Whether the last question was not answered. */
        private boolean isInDoubt;

        private HeldTurn(Turn taken) {
            this.taken = taken;
        }

        /** It lasts longer than from one question to the next but one, so a single answer may be missing. */
        @Override
        public boolean keep() {
            boolean wasInDoubt = isInDoubt;
            isInDoubt = false;
            try {
                return taken.keep(budgets.get());
            } catch (StoreException e) {
                AgentLog.debug(() -> "The turn is in doubt: " + e);
                isInDoubt = true;
                return !wasInDoubt;
            }
        }

        /** If that fails, it ends by itself, and another process may do the same again and find all of it. */
        @Override
        public void end(long restMillis) {
            try {
                taken.end(restMillis, budgets.get());
            } catch (StoreException e) {
                AgentLog.debug(() -> "The turn ends by itself: " + e);
            }
        }
    }
}
