package dev.larder.agent.core.engine.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the results of a batch method look like: a map by id, or a list in the order of the ids.
 *
 * <p><b>Threads.</b> Immutable.
 */
public sealed interface BatchResults permits MapResults, ListResults {

    /** Why a result cannot be taken apart, and what to do about it. */
    record Misfit(String reason, String remedy) {}

    /**
     * Gives each of {@code asked} its part of what the body has returned for exactly these ids, in this order. Runs code of the
     * application's collections, so it may throw anything.
     *
     * @return null if that could be done
     */
    @Nullable
    Misfit distribute(@Nullable Object result, List<BatchItem> asked);

    /**
     * What one {@linkplain #distribute distributed} result had that makes some of it unfit to be stored; null for nothing.
     */
    @Nullable
    Misfit doubt(@Nullable Object result, List<BatchItem> asked);

    /** A result of all ids, in the order of the call and with its duplicates; new, and the caller's own. */
    Object of(List<BatchItem> all);
}
