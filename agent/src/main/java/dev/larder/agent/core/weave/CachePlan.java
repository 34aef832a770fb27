package dev.larder.agent.core.weave;

import java.util.List;

/**
 * One {@code @Cached}, checked.
 *
 * @param signature the method as users write it, {@code com.acme.UserService.findById(long)}, with erased types
 * @param key the key template, empty for the signature and all arguments
 * @param ttlMillis greater than 0
 * @param nullTtlMillis 0 when null results are not stored
 * @param when the name of the guard method, or empty
 * @param unless the name of the veto method, or empty
 * @param tags the templates of the tags its entries carry
 * @param leastTags how many tags every entry carries: as many as there are templates that make exactly one
 */
public record CachePlan(
        String signature,
        String key,
        long ttlMillis,
        long nullTtlMillis,
        String when,
        String unless,
        List<String> tags,
        int leastTags) {

    public CachePlan {
        tags = List.copyOf(tags);
    }

    /** {@code com.acme.UserService.findById}, as configuration names the method; overloads share it. */
    public String qualifiedName() {
        return signature.substring(0, signature.indexOf('('));
    }

    /** Without the signature, which is its method's. */
    void write(PlanText.Writer out) {
        out.add(key)
                .add(ttlMillis)
                .add(nullTtlMillis)
                .add(when)
                .add(unless)
                .add(tags)
                .add(leastTags);
    }

    static CachePlan read(String signature, PlanText.Reader in) {
        return new CachePlan(
                signature, in.text(), in.number(), in.number(), in.text(), in.text(), in.texts(), (int) in.number());
    }
}
