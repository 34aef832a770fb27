package dev.larder.agent.core.plan;

import dev.larder.agent.core.base.Tier;
import java.util.List;

/**
 * One {@code @Cached}.
 *
 * @param key the key template, empty for the signature and all arguments
 * @param when the name of the guard method, or empty
 * @param unless the name of the veto method, or empty
 * @param tags the templates of the tags its entries carry
 * @param sensitive whether its keys and values are secret
 * @param refresh of values beyond their time to live
 * @param types the names of classes that results may consist of besides the declared ones
 * @param tier where results are kept
 */
public record CachePlan(
        String key,
        Lifetime lifetime,
        String when,
        String unless,
        List<String> tags,
        boolean sensitive,
        List<String> types,
        RefreshPlan refresh,
        Tier tier) {

    public static final String DESCRIPTOR = "Ldev/larder/Cached;";

    public CachePlan {
        tags = List.copyOf(tags);
        types = List.copyOf(types);
    }

    /** Of results that every process may have, that are not secret, and of the declared classes. */
    public CachePlan(String key, Lifetime lifetime, String when, String unless, List<String> tags) {
        this(key, lifetime, when, unless, tags, false, List.of(), RefreshPlan.NONE, Tier.SHARED);
    }

    /** The same without anything beyond the time to live. */
    public CachePlan withoutRefresh() {
        return new CachePlan(key, lifetime, when, unless, tags, sensitive, types, RefreshPlan.NONE, tier);
    }

    public static CachePlan of(AnnotationValues values) {
        Lifetime lifetime = Lifetime.of(values);
        return new CachePlan(
                values.text("key", ""),
                lifetime,
                values.text("when", ""),
                values.text("unless", ""),
                values.texts("tags"),
                values.flag("sensitive"),
                values.classes("types"),
                RefreshPlan.of(values, lifetime.unit()),
                values.constant("tier", Tier.SHARED));
    }

    void write(PlanText.Writer out) {
        lifetime.write(out.add(key));
        refresh.write(out.add(when).add(unless).add(tags).add(sensitive).add(types));
        out.add(tier);
    }

    static CachePlan read(PlanText.Reader in) {
        return new CachePlan(
                in.text(),
                Lifetime.read(in),
                in.text(),
                in.text(),
                in.texts(),
                in.flag(),
                in.texts(),
                RefreshPlan.read(in),
                in.constant(Tier.class));
    }
}
