package dev.larder.agent.core.effect;

import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Eviction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        Eviction covered = method.writes().widened(covered(method, arguments));
        List<String> keys = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (EvictionTemplates templates : List.of(method.onSuccess(), method.always())) {
            addPrefixes(templates.keys(), keys);
            addPrefixes(templates.patterns(), keys);
            addPrefixes(templates.tags(), tags);
        }
        method.puts().forEach(put -> addPrefixes(List.of(put.key()), keys));
        method.writes()
                .behind()
                .awaitWritten(write -> isCovered(write.id(), covered)
                        || (!(keys.isEmpty() && tags.isEmpty()) && write.hidesKeys())
                        || beginsWithAny(write.id().key(), keys)
                        || write.id().tags().stream().anyMatch(tag -> beginsWithAny(tag, tags)));
    }

    private static boolean isCovered(EntryId entry, Eviction covered) {
        return !covered.thatEvict(List.of(entry)).isEmpty();
    }

    /** Which entries a template with the result is about, only its beginning tells before the body. */
    private static void addPrefixes(List<Template> templates, List<String> prefixes) {
        for (Template template : templates) {
            if (template.needsResult()) {
                prefixes.add(literalPrefix(template.source()));
            }
        }
    }

    private static String literalPrefix(String source) {
        int end = 0;
        while (end < source.length() && "{*?".indexOf(source.charAt(end)) < 0) {
            end++;
        }
        return source.substring(0, end);
    }

    private static boolean beginsWithAny(String text, List<String> prefixes) {
        return prefixes.stream().anyMatch(text::startsWith);
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
