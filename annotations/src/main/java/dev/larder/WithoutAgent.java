package dev.larder;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/** The operations without an agent: nothing is found or stored, except {@link Counters}. */
final class WithoutAgent implements BiFunction<String, Object[], Object> {

    @Override
    public Object apply(String operation, Object[] arguments) {
        switch (operation) {
            case "mode":
                return Mode.OFF.name();
            case "key":
                return key((String) arguments[0], (Object[]) arguments[1]);
            case "cache":
                return this;
            case "getAll":
                return Collections.emptyMap();
            case "getOrLoad":
                return load((Callable<?>) arguments[3]);
            case "exists":
            case "putIfAbsent":
                return false;
            case "evict":
                return evict((String[]) arguments[2]);
            case "evictPattern":
                return evictPattern((String) arguments[2]);
            case "expire":
                return Counters.HERE.expire((String) arguments[2], (Long) arguments[3]);
            case "ttl":
                return Counters.HERE.remainingMillis((String) arguments[2]);
            case "increment":
                return Counters.HERE.add((String) arguments[2], (Long) arguments[3], (Long) arguments[0]);
            default:
                return null;
        }
    }

    private static String key(String template, Object[] values) {
        return KeyTemplate.parse(template, values.length).render(values);
    }

    private static Object evict(String[] keys) {
        Counters.HERE.evict(keys);
        return null;
    }

    private static Object evictPattern(String pattern) {
        Counters.HERE.evictPattern(pattern);
        return null;
    }

    private static Object load(Callable<?> loader) {
        try {
            return loader.call();
        } catch (Exception theirs) {
            WithoutAgent.<RuntimeException>throwAsItIs(theirs);
            return null; // never
        }
    }

    /** {@link LarderCache#getOrLoad} declares what its loader does. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> void throwAsItIs(Exception theirs) throws E {
        throw (E) theirs;
    }
}
