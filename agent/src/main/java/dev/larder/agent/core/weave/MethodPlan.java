package dev.larder.agent.core.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the annotations of one method ask for.
 *
 * @param signature the method as users write it, {@code com.acme.UserService.findById(long)}, with erased types
 * @param isStatic whether the first argument of the call site is a parameter, not the receiver
 * @param parameterNames as many as there are parameters, or none when the class file does not have them
 */
public record MethodPlan(
        String signature,
        boolean isStatic,
        List<String> parameterNames,
        @Nullable CachePlan cached,
        List<EvictPlan> evictions,
        List<PutPlan> puts) {

    public MethodPlan {
        parameterNames = List.copyOf(parameterNames);
        evictions = List.copyOf(evictions);
        puts = List.copyOf(puts);
    }
}
