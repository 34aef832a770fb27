package dev.larder.agent.core.key;

/** What a template makes, which decides what it may name. */
public enum TemplateKind {
    /** The key of {@code @Cached}, in which {@code result} is a name like any other; see {@link BatchKey}. */
    CACHED_KEY("key template", false, true),

    /** A key that is rendered without a method. */
    RENDERED_KEY("key template", false, false),

    /** A tag of {@code @Cached}. */
    CACHED_TAG("tag template", false, true),

    /** The key of {@code @CachePut}. */
    PUT_KEY("key template", true, true),

    /** The value of {@code @CachePut}, which is one placeholder. */
    PUT_VALUE("value", true, false),

    EVICT_KEY("key template", true, true),

    /** A tag of {@code @CacheEvict} or {@code @CachePut}. */
    EFFECT_TAG("tag template", true, true),

    PATTERN("pattern", true, true);

    private final String noun;
    private final boolean namesResult;
    private final boolean takesElements;

    TemplateKind(String noun, boolean namesResult, boolean takesElements) {
        this.noun = noun;
        this.namesResult = namesResult;
        this.takesElements = takesElements;
    }

    /** How messages call it. */
    String noun() {
        return noun;
    }

    /** Whether {@code {result}} is what the method returned. */
    boolean namesResult() {
        return namesResult;
    }

    /** Whether {@code {ids[]}} makes one text for each element. */
    boolean takesElements() {
        return takesElements;
    }

    public boolean isTag() {
        return this == CACHED_TAG || this == EFFECT_TAG;
    }

    KeyTemplateException problem(String template, String clause, String remedy) {
        return new KeyTemplateException(noun + " " + Quoted.of(template) + " " + clause, remedy);
    }
}
