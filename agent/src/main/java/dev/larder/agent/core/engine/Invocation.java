package dev.larder.agent.core.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of a cached method, with its receiver and arguments: the application's side of it. */
public interface Invocation {

    /** Runs the method's own body. What it throws is the application's and passes through untouched. */
    @Nullable
    Object run() throws Throwable;

    /** The same for a call whose result will not be stored or shared, if it returns a stage. */
    default @Nullable Object runUncached() throws Throwable {
        return run();
    }

    /** The monitor that the body enters as a whole, and that is the application's; null for none. */
    default @Nullable Object monitor() {
        return null;
    }

    /**
     * Whether the arguments still make that key. Asked of a method that returns a stage: its caller goes on before the body has
     * run, and may change them. Never throws.
     */
    default boolean isStillFor(String key) {
        return true;
    }

    /** What the key says of the object, noted when this call missed; null if nothing of that can change. */
    default @Nullable SeenObject object() {
        return null;
    }

    /** The tags an entry of this call carries; rendered from the arguments. */
    List<String> tags();

    /** Asks the method's {@code unless} whether {@code result} must not be stored. */
    boolean forbidsStoring(@Nullable Object result) throws Throwable;

    /**
     * What one call's key says of the object that the method is called on, as it was before the body ran.
     *
     * <p><b>Why.</b> The key is made first. If another thread changes the object after that, the body may read the new state, and
     * its result must not be found under a key that has the old one.
     *
     * <p><b>Threads.</b> Confined to the call's thread.
     */
    @FunctionalInterface
    interface SeenObject {

        /** Whether the key is no longer that of the object. True as well if that cannot be told; never throws. */
        boolean hasChanged();
    }
}
