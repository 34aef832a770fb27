package dev.larder.agent.core.effect;

import dev.larder.agent.core.write.PendingPut;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A put of one call, from before its body.
 *
 * <p><b>Threads.</b> Confined as {@link CallEffects} is.
 *
 * <p><b>Failure.</b> Never throws: what fails for any reason becomes an eviction.
 */
sealed interface Begun permits BegunPut, BegunPuts {

    /** All keys that it is known to concern so far. */
    Set<String> keys();

    /** After the body: which entries it is for. Runs the application's code, and waits for nothing. */
    void render(Rendering after);

    /**
     * After {@link #render}. May wait.
     *
     * @param ready gets what may be stored
     * @param unfit gets those of {@link #keys} that are to be evicted instead
     */
    void finish(@Nullable Object[] arguments, @Nullable Object result, List<PendingPut> ready, Set<String> unfit);

    /** After a body that threw. */
    void giveUp();
}
