package dev.larder.sample.e2e;

import dev.larder.sample.e2e.SteadyLoad.Outcome;
import dev.larder.sample.e2e.SteadyLoad.Request;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How long requests took while Redis was in peace, and how long they may take while it is silent. */
record TimesInPeace(Map<Request, Duration> slowest) {

    /** The default of {@code larder.redis.timeout}, and what a busy machine may add to it. */
    private static final Duration BUDGET_OF_A_CALL = Duration.ofMillis(100 + 50);

    static TimesInPeace of(List<Outcome> outcomes) {
        Map<Request, Duration> slowest = new EnumMap<>(Request.class);
        outcomes.forEach(
                outcome -> slowest.merge(outcome.request(), outcome.took(), (a, b) -> a.compareTo(b) > 0 ? a : b));
        return new TimesInPeace(slowest);
    }

    Duration of(Request request) {
        return slowest.get(request);
    }

    /**
     * A request that has to run its queries again, beside others that do, and that waits in vain for Redis in each of
     * its cached calls.
     */
    Duration longest(Request request) {
        return of(request).multipliedBy(2).plus(BUDGET_OF_A_CALL.multipliedBy(request.cachedCalls()));
    }
}
