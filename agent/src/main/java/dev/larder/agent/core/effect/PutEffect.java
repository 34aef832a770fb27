package dev.larder.agent.core.effect;

import dev.larder.agent.core.effect.many.PutElements;
import dev.larder.agent.core.effect.many.PutValues;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code @CachePut}, compiled.
 *
 * @param key makes exactly one key, or one for each of many values
 * @param argument the index of the argument to store, counted as in {@link EffectCall#arguments}; -1 for the result
 * @param type the generic type of what is stored, as declared
 * @param ttlMillis greater than 0
 * @param nullTtlMillis 0 when null evicts
 * @param sensitive whether the value is secret
 * @param behind whether the method's body runs later than its call
 * @param many if it stores many values: each under its own key, and each of {@code type}; null for one
 */
public record PutEffect(
        Template key,
        int argument,
        Type type,
        List<Template> tags,
        long ttlMillis,
        long nullTtlMillis,
        boolean sensitive,
        boolean behind,
        @Nullable Many many) {

    /** What a put of many stores under which keys. */
    public record Many(PutElements elements, PutValues values) {}

    /** In place of an argument's index. */
    public static final int RESULT = -1;

    /** Of one value that is not secret, and that is written at once. */
    public PutEffect(Template key, int argument, Type type, List<Template> tags, long ttlMillis, long nullTtlMillis) {
        this(key, argument, type, tags, ttlMillis, nullTtlMillis, false, false, null);
    }

    public PutEffect {
        tags = List.copyOf(tags);
    }
}
