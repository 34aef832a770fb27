package dev.larder.agent.core.link;

import dev.larder.agent.core.weave.RefusedMethod;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Says once that a method evicts keys which name the type of each value, since nobody says what a type variable stands
 * for. It may be right: a cached method that declares the same variable makes the same keys.
 *
 * <p><b>Threads.</b> Thread-safe; told when the method is linked, or called on an object of another class.
 */
record UnboundVariables(String signature, Consumer<RefusedMethod> refusals, AtomicBoolean told)
        implements Consumer<String> {

    UnboundVariables(String signature, Consumer<RefusedMethod> refusals) {
        this(signature, refusals, new AtomicBoolean());
    }

    @Override
    public void accept(String variable) {
        if (told.compareAndSet(false, true)) {
            refusals.accept(new RefusedMethod(
                    RefusedMethod.Loss.NONE,
                    signature,
                    "a key is made of what is declared as " + variable + ", and neither the method nor the class of the"
                            + " object it is called on says what that is, so keys name the type of each value, as in Long!7,"
                            + " and are not those of a method that declares a Long",
                    "Call it on a class that says so, such as one that extends Base<Long>, or declare the type; if the"
                            + " methods that cache leave " + variable + " open as well, leave it."));
        }
    }
}
