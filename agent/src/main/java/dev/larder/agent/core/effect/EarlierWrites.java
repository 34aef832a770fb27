package dev.larder.agent.core.effect;

import dev.larder.agent.core.behind.WriteBehind;
import dev.larder.agent.core.store.Eviction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has a body that evicts or puts entries come after the writes of these entries that were queued before it: a row that it
 * deletes would come back with a write that comes later.
 */
final class EarlierWrites {

    /**
     * Whether any method writes behind. Set by the first, and never reset: until then, a call asks no more than this.
     */
    static volatile boolean arePossible;

    private EarlierWrites() {}

    static void becomePossible() {
        arePossible = true;
    }

    /** @throws IllegalStateException if they cannot be done: the body must not run */
    static void await(MethodEffects method, @Nullable Object[] arguments) {
        if (!method.mustAwaitWrites()) {
            return;
        }
        WriteBehind writes = method.writes().behind();
        if (isOpen(method)) {
            writes.awaitAllWritten(); // which of them it is about, only its result tells
        } else {
            writes.awaitWritten(method.writes().widened(covered(method, arguments)));
        }
    }

    private static boolean isOpen(MethodEffects method) {
        return method.puts().stream().anyMatch(Put::needsResult)
                || Stream.of(method.onSuccess(), method.always()).anyMatch(EarlierWrites::needsResult);
    }

    private static boolean needsResult(EvictionTemplates templates) {
        return Stream.of(templates.keys(), templates.tags(), templates.patterns())
                .flatMap(List::stream)
                .anyMatch(Template::needsResult);
    }

    private static Eviction covered(MethodEffects method, @Nullable Object[] arguments) {
        Rendering before = new Rendering(arguments, method.warnings());
        Set<String> putKeys = new HashSet<>();
        method.puts().forEach(put -> put.id(before, putKeys));
        return before.eviction(method.beforeBody())
                .and(before.eviction(method.onSuccess()))
                .and(before.eviction(method.always()))
                .and(Eviction.ofKeys(putKeys));
    }
}
