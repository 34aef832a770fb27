package dev.larder.agent.core.check;

import dev.larder.agent.core.classfile.MethodOutline;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.key.BatchKey;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.Refusal;
import dev.larder.agent.core.plan.Written;

/** Decides whether the results of one method can be cached as its {@code @Cached} says. */
record CacheCheck(VisibleTypes types, TypeOutline type, MethodOutline method, TemplateCheck templates) {

    CachePlan check(Written<CachePlan> written) throws Refusal {
        checkResult();
        CachePlan cached = written.known("@Cached");
        BatchKey batch = templates.checkCachedKey(cached.key());
        new GuardMethods(types, type, method).check(cached, batch != null);
        cached.lifetime().check();
        for (String tag : cached.tags()) {
            KeyTemplate parsed = templates.check(tag, TemplateKind.CACHED_TAG);
            if (batch != null) {
                templates.checkTag(batch, parsed);
            }
        }
        return cached;
    }

    /** For a plan that is {@linkplain #check checked}. */
    void checkRefresh(CachePlan cached) throws Refusal {
        if (WorkEnd.of(types, method).isSeen()) {
            throw new Refusal(
                    "its result comes later, and only methods that return their result itself are refreshed so far",
                    "Leave staleTtl, staleIfError and refreshAhead out, or write them on a method that waits for the result.");
        }
        if (templates.checkCachedKey(cached.key()) != null) {
            throw new Refusal(
                    "it returns the values of many ids, and only methods with one entry for each call are refreshed so far",
                    "Leave staleTtl, staleIfError and refreshAhead out, or write them on the method for a single id.");
        }
        cached.refresh().check();
    }

    private void checkResult() throws Refusal {
        if (method.returnsNothing()) {
            throw new Refusal("it returns nothing", "Take @Cached off.");
        }
        if (WorkEnd.of(types, method).isSeen()) {
            return; // its value is cached
        }
        if (OneShotTypes.areDeferred(types, method.returnType())) {
            throw new Refusal(
                    "its result, " + method.returnType().getClassName() + ", is not there yet, and of such results only"
                            + " " + WorkEnd.KNOWN + " can be cached",
                    "Declare one of these, or cache the method that waits for the result.");
        }
        if (OneShotTypes.contain(types, method.returnType())) {
            throw new Refusal(
                    "its result, " + method.returnType().getClassName() + ", can be used once only or is not there yet",
                    "Return a collection or another plain value.");
        }
    }
}
