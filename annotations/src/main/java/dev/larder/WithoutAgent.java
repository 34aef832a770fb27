package dev.larder;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/** Answers as an agent with nothing in its cache and no room in it. Counters it leaves to {@link Counters}. */
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
            case "expire":
            case "putIfAbsent":
                return false;
            case "ttl":
                return 0L;
            default:
                return null;
        }
    }

    private static String key(String template, Object[] values) {
        return KeyTemplate.parse(template, values.length).render(values);
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
