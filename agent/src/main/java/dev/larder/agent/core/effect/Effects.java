package dev.larder.agent.core.effect;

import org.jspecify.annotations.Nullable;

/** The effects of one woven method on the cache, before and after its body. */
public interface Effects {

    /** Runs the body, once, with what belongs before and after it. Throws what the body throws, and nothing else. */
    @Nullable
    Object around(EffectCall call) throws Throwable;
}
