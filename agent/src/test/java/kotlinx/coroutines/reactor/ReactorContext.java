package kotlinx.coroutines.reactor;

import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.CoroutineContext;
import reactor.util.context.Context;

/** Stands in for the class of kotlinx-coroutines-reactor of this name, as far as the agent uses that. */
public final class ReactorContext extends AbstractCoroutineContextElement {

    @SuppressWarnings("VariableNameSameAsType") // as a companion is named
    public static final Key Key = new Key();

    private final Context context;

    public ReactorContext(Context context) {
        super(Key);
        this.context = context;
    }

    public Context getContext() {
        return context;
    }

    public static final class Key implements CoroutineContext.Key<ReactorContext> {}
}
