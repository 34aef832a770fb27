package dev.larder.agent.core.codec.json.stream;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The classes that one value names, in the order in which it does: the text has each name once, and then its number.
 *
 * <p>A class at places that are declared differently counts once for each.
 *
 * <p><b>Threads.</b> Confined to one call.
 */
public final class NamedClasses {

    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
    private final List<Object> choices = new ArrayList<>();

    /** The number that an earlier {@link #add} gave to {@code choice}; -1 if there was none. */
    public int numberOf(Object choice) {
        return numbers.getOrDefault(choice, -1);
    }

    /** False if it has a number. */
    public boolean add(Object choice) {
        if (numbers.putIfAbsent(choice, choices.size()) != null) {
            return false;
        }
        choices.add(choice);
        return true;
    }

    /** What has that number; null if nothing has. */
    public @Nullable Object numbered(long number) {
        return number >= 0 && number < choices.size() ? choices.get((int) number) : null;
    }
}
