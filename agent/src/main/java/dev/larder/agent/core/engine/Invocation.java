package dev.larder.agent.core.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of a cached method, with its receiver and arguments: the application's side of it. */
public interface Invocation {

    /** Runs the method's own body. What it throws is the application's and passes through untouched. */
    @Nullable
    Object run() throws Throwable;

    /** The monitor that the body enters as a whole, and that is the application's; null for none. */
    default @Nullable Object monitor() {
        return null;
    }

    /** The tags an entry of this call carries; rendered from the arguments. */
    List<String> tags();

    /** Asks the method's {@code unless} whether {@code result} must not be stored. */
    boolean forbidsStoring(@Nullable Object result) throws Throwable;
}
