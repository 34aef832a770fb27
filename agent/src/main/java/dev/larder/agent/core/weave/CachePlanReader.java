package dev.larder.agent.core.weave;

import dev.larder.agent.core.key.TemplateKind;

/** Decides whether the results of one method can be cached as its {@code @Cached} asks, and makes the plan of it. */
record CachePlanReader(VisibleTypes types, TypeOutline type, MethodOutline method, TemplateCheck templates) {

    CachePlan read(CachedAnnotation cached) throws Refusal {
        checkResult();
        Refusal.checkKnown("@Cached", cached.unknown());
        new GuardMethods(types, type, method).check(cached);
        templates.checkCachedKey(cached.key());
        return new CachePlan(
                templates.parameters().signature(),
                cached.key(),
                cached.lifetime().ttlMillis(),
                cached.lifetime().nullTtlMillis(),
                cached.when(),
                cached.unless(),
                cached.tags(),
                leastTags(cached));
    }

    private void checkResult() throws Refusal {
        if (method.returnsNothing()) {
            throw new Refusal("it returns nothing", "Take @Cached off.");
        }
        if (OneShotTypes.contain(types, method.returnType())) {
            throw new Refusal(
                    "its result, " + method.returnType().getClassName() + ", can be used once only or is not there yet",
                    "Return a collection or another plain value.");
        }
    }

    private int leastTags(CachedAnnotation cached) throws Refusal {
        int count = 0;
        for (String tag : cached.tags()) {
            boolean makesOne = templates.check(tag, TemplateKind.CACHED_TAG).collection() == null;
            count += makesOne ? 1 : 0;
        }
        return count;
    }
}
