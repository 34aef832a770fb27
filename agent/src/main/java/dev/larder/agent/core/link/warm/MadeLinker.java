package dev.larder.agent.core.link.warm;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.plan.Refusal;
import dev.larder.agent.core.plan.WarmedMethod;
import dev.larder.agent.core.warm.MadeObjects;
import dev.larder.agent.core.warm.Warmable;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Links the end of a constructor to what remembers the object, and that of an initializer to nothing; with the first of either the
 * class's methods are known.
 *
 * <p><b>Threads.</b> Thread-safe; runs inside constructors and initializers of the application, so it loads no class of the
 * application and waits for nothing.
 */
public final class MadeLinker {

    private static final MethodHandle NOTE = note();

    private final Consumer<Warmable> warmables;
    private final ClassValue<OfClass> ofClass = new ClassValue<>() {
        @Override
        protected OfClass computeValue(Class<?> type) {
            return new OfClass();
        }
    };

    /**
     * Nothing is linked yet.
     *
     * @param warmables receives each method once, which its class keeps alive
     */
    public MadeLinker(Consumer<Warmable> warmables) {
        this.warmables = warmables;
    }

    /**
     * The implementation of the bootstrap method.
     *
     * @param constants those that {@link WarmedMethod#toConstants} put into the class
     */
    public CallSite link(MethodHandles.Lookup caller, MethodType type, Object[] constants) {
        OfClass known = ofClass.get(caller.lookupClass());
        for (WarmedMethod method : WarmedMethod.fromConstants(constants)) {
            Warmable added = known.add(method, caller);
            if (added != null) {
                warmables.accept(added);
            }
        }
        return new ConstantCallSite(
                type.parameterCount() == 0
                        ? MethodHandles.empty(type)
                        : NOTE.bindTo(known.objects).asType(type));
    }

    private static MethodHandle note() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(MadeObjects.class, "note", MethodType.methodType(void.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The agent is inconsistent with itself", e);
        }
    }

    /** Held by the class. */
    private static final class OfClass {

        private final MadeObjects objects = new MadeObjects(Ticker.system());

        @GuardedBy("this")
        private final Map<String, WovenWarmable> methods = new HashMap<>();

        /** That the class has been initialized just now. */
        private static MadeObjects initialized() {
            MadeObjects none = new MadeObjects(Ticker.system());
            none.note(MadeObjects.NO_OBJECT);
            return none;
        }

        /** Null if it is known. After its class was redefined, it replaces the one from before, which nothing then holds. */
        @Nullable
        synchronized Warmable add(WarmedMethod method, MethodHandles.Lookup caller) {
            String id = method.name() + method.descriptor();
            WovenWarmable before = methods.get(id);
            if (before != null && before.plan().equals(method)) {
                return null;
            }
            try {
                WovenWarmable added = new WovenWarmable(method, caller, method.isStatic() ? initialized() : objects);
                methods.put(id, added);
                return added;
            } catch (Refusal checkedByTheWeaver) {
                throw new IllegalStateException(checkedByTheWeaver);
            }
        }
    }
}
