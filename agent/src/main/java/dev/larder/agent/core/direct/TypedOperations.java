package dev.larder.agent.core.direct;

import dev.larder.agent.core.base.StackRoom;
import dev.larder.agent.core.store.Eviction;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The operations on the entries of one type, by name.
 *
 * <p><b>Shape.</b> Arguments are the ttl in milliseconds, the tags, and then:
 *
 * <pre>
 *   "get" "exists" "ttl"      key                 the value or null, Boolean, Long in milliseconds
 *   "getAll"                  keys                a map
 *   "getOrLoad"               key, loader         the value
 *   "putAll"                  map of values       null
 *   "putIfAbsent"             key, value          Boolean
 *   "evict"                   keys                null
 *   "evictPattern" "evictTag" pattern or tag      null
 *   "expire"                  key, milliseconds   Boolean
 *   "increment"               key, by             Long, or null where the caller counts for itself
 * </pre>
 *
 * <p><b>Threads.</b> Thread-safe. Held by the application's handles.
 *
 * <p><b>Failure.</b> A write throws {@link StackOverflowError} before it does anything, if there is too little stack
 * left.
 */
final class TypedOperations implements BiFunction<String, Object[], Object> {

    private final DirectReads reads;
    private final DirectWrites writes;

    TypedOperations(DirectReads reads, DirectWrites writes) {
        this.reads = reads;
        this.writes = writes;
    }

    @Override
    public @Nullable Object apply(String operation, Object[] arguments) {
        Terms terms = new Terms((Long) arguments[0], List.of((String[]) arguments[1]));
        Object first = arguments[2];
        return switch (operation) {
            case "get" -> reads.get((String) first, terms);
            case "getAll" -> reads.getAll(List.of((String[]) first), terms);
            case "getOrLoad" -> getOrLoad((String) first, (Callable<?>) arguments[3], terms);
            case "exists" -> reads.exists((String) first, terms);
            case "ttl" -> reads.remainingMillis((String) first);
            default -> write(operation, first, arguments, terms);
        };
    }

    private @Nullable Object write(String operation, Object first, Object[] arguments, Terms terms) {
        StackRoom.requireLittle();
        return switch (operation) {
            case "putAll" -> putAll((Map<?, ?>) first, terms);
            case "putIfAbsent" -> writes.putIfAbsent((String) first, arguments[3], terms);
            case "evict" -> evict(new Eviction(new HashSet<>(List.of((String[]) first)), Set.of(), Set.of()));
            case "evictPattern" -> evict(Eviction.ofPattern((String) first));
            case "evictTag" -> evict(Eviction.ofTag((String) first));
            case "expire" -> writes.expire((String) first, (Long) arguments[3]);
            case "increment" -> writes.increment((String) first, (Long) arguments[3], terms);
            default -> throw new IllegalArgumentException("There is no operation " + operation);
        };
    }

    private @Nullable Object getOrLoad(String key, Callable<?> loader, Terms terms) {
        try {
            return reads.getOrLoad(key, loader, terms);
        } catch (Throwable theirs) {
            TypedOperations.<RuntimeException>throwAsItIs(theirs);
            return null; // never
        }
    }

    /** The exception of a loader passes through: the caller has declared it. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwAsItIs(Throwable theirs) throws E {
        throw (E) theirs;
    }

    @SuppressWarnings("unchecked") // keys are strings, and the codec looks at the values
    private @Nullable Object putAll(Map<?, ?> values, Terms terms) {
        writes.putAll((Map<String, Object>) values, terms);
        return null;
    }

    private @Nullable Object evict(Eviction eviction) {
        writes.evict(eviction);
        return null;
    }
}
