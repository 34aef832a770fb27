package dev.larder.agent.core.effect;

import dev.larder.agent.core.behind.BehindWrite;
import dev.larder.agent.core.key.text.PercentEscape;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.Glob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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
        Covered covered;
        try {
            covered = covered(method, arguments);
        } catch (Throwable fault) {
            method.writes().faults().report(fault);
            covered = Covered.EVERYTHING;
        }
        method.writes().behind().awaitWritten(covered.keys, covered.others);
    }

    /**
     * The entries that the body evicts or puts, as far as it is known before it runs.
     *
     * @param others those with other keys; null for none
     */
    private record Covered(Set<String> keys, @Nullable Predicate<BehindWrite> others) {

        static final Covered EVERYTHING = new Covered(Set.of(), write -> true);
    }

    private static Covered covered(MethodEffects method, @Nullable Object[] arguments) {
        Eviction known = method.writes().widened(known(method, arguments));
        List<String> keys = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (EvictionTemplates templates : List.of(method.onSuccess(), method.always())) {
            addPrefixes(templates.keys(), keys);
            addPrefixes(templates.patterns(), keys);
            addPrefixes(templates.tags(), tags);
        }
        method.puts().forEach(put -> addPrefixes(List.of(put.key()), keys));
        boolean isOpen = !keys.isEmpty() || !tags.isEmpty();
        if (!isOpen && known.tags().isEmpty() && known.patterns().isEmpty()) {
            return new Covered(known.keys(), null);
        }
        List<Glob> globs = known.patterns().stream().map(Glob::of).toList();
        return new Covered(
                known.keys(),
                write -> (isOpen && write.hidesKeys())
                        || beginsWithAny(write.id().key(), keys)
                        || globs.stream()
                                .anyMatch(glob -> glob.matches(write.id().key()))
                        || write.id().tags().stream()
                                .anyMatch(tag -> known.tags().contains(tag) || beginsWithAny(tag, tags)));
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
        while (end < source.length() && "{}*?".indexOf(source.charAt(end)) < 0) {
            end++;
        }
        return PercentEscape.literal(source.substring(0, end));
    }

    private static boolean beginsWithAny(String text, List<String> prefixes) {
        return prefixes.stream().anyMatch(text::startsWith);
    }

    private static Eviction known(MethodEffects method, @Nullable Object[] arguments) {
        Rendering before = new Rendering(arguments, method.warnings());
        Set<String> putKeys = new HashSet<>();
        method.puts().forEach(put -> put.addKeys(before, putKeys));
        return before.eviction(method.beforeBody())
                .and(before.eviction(method.onSuccess()))
                .and(before.eviction(method.always()))
                .and(Eviction.ofKeys(putKeys));
    }
}
