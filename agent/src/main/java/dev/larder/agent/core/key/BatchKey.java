package dev.larder.agent.core.key;

import org.jspecify.annotations.Nullable;

/**
 * The key of a {@code @Cached} method that returns many entries, one for each of its ids: {@code user:{ids[]}}.
 *
 * <p>The ids are the elements of one parameter, and the body can be called with fewer of them. So the placeholder is the
 * parameter itself, and nothing else in the key may depend on all ids.
 *
 * @param source the placeholder
 * @param parameter its index, without the receiver
 */
public record BatchKey(String source, int parameter) {

    /**
     * Null if the template makes one key.
     *
     * @throws KeyTemplateException if the body could not be called with fewer ids, or the keys would depend on all of them
     */
    public static @Nullable BatchKey of(KeyTemplate template) throws KeyTemplateException {
        KeyPart.Element ids = null;
        for (KeyPart.Placeholder placeholder : template.placeholders()) {
            if (placeholder instanceof KeyPart.Element element) {
                if (ids != null) {
                    throw problem(template, "has two '[]'", "Leave all but one of them out.");
                }
                ids = element;
            }
        }
        return ids == null ? null : of(template, ids);
    }

    private static BatchKey of(KeyTemplate template, KeyPart.Element ids) throws KeyTemplateException {
        if (!(ids.collection() instanceof KeyPart.Argument all) || !all.path().isEmpty()) {
            throw problem(
                    template,
                    "asks for one entry per element of "
                            + Quoted.of(ids.collection().source())
                            + ", which is no parameter, so that the method cannot be called with the missing ones alone",
                    "Write '[]' behind a parameter that has the ids.");
        }
        if (!ids.path().isEmpty()) {
            throw problem(
                    template,
                    "asks for one entry per property in " + Quoted.of(ids.source())
                            + ", and of two elements with the same property only one could be found",
                    "Pass the ids themselves, and write '[]' behind that parameter and nothing after it.");
        }
        requireNoOther(template, all.index(), TemplateKind.CACHED_KEY);
        return new BatchKey(ids.source(), all.index());
    }

    /**
     * Checks the template of its entries' tags: each entry has its own.
     *
     * @throws KeyTemplateException if it depends on all ids
     */
    public void check(KeyTemplate tag) throws KeyTemplateException {
        requireNoOther(tag, parameter, TemplateKind.CACHED_TAG);
    }

    private static void requireNoOther(KeyTemplate template, int ids, TemplateKind kind) throws KeyTemplateException {
        for (KeyPart.Placeholder placeholder : template.placeholders()) {
            if (placeholder instanceof KeyPart.Argument other && other.index() == ids) {
                throw kind.problem(
                        template.source(),
                        "names all ids with " + Quoted.of(other.source()) + ", while each id has an entry of its own",
                        "Write '[]' behind it once, or leave it out.");
            }
        }
    }

    private static KeyTemplateException problem(KeyTemplate template, String clause, String remedy) {
        return TemplateKind.CACHED_KEY.problem(template.source(), clause, remedy);
    }
}
