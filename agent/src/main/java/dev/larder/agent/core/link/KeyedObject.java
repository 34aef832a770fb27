package dev.larder.agent.core.link;

import dev.larder.agent.core.engine.Invocation;
import dev.larder.agent.core.engine.Miss;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.link.receiver.ObjectKey;
import dev.larder.agent.core.link.receiver.ReceiverWatch;
import dev.larder.agent.core.link.template.TemplateCompiler;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Notes before a body runs what a default key has of the object, and compares it with what the object holds afterwards.
 *
 * <pre>
 *   key, of the state A ── state noted: B, and the key of B ── the body reads the state C ── state afterwards: D
 * </pre>
 *
 * <p>The result is that of the key if A = B, which equal keys say, if B = D, and if nothing was changed there and back in between.
 * The last of these cannot be seen.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * <p><b>Failure.</b> If anything is thrown while the object is looked at, it counts as changed: the result is not stored.
 *
 * @param text (Object)String: what the object contributes; null if that cannot change
 * @param key (String, Object[])String: the key of that text and the arguments
 * @param admits (Object)boolean: whether its collaborators are still the ones that a key stands for; null if that cannot change
 */
record KeyedObject(
        @Nullable MethodHandle text,
        @Nullable MethodHandle key,
        @Nullable MethodHandle admits) {

    /** Null if nothing of the object may change that counts for the key. */
    static @Nullable KeyedObject of(
            KeyTemplate template, ObjectKey object, @Nullable ReceiverWatch watch, TemplateCompiler templates)
            throws KeyTemplateException {
        if (!template.source().isEmpty()) {
            return null; // who writes a key says what counts
        }
        MethodHandle text = object.mayChange() ? object.text().handle(Object.class) : null;
        MethodHandle admits = watch == null || !watch.seesExchanges() ? null : watch.test(Object.class);
        return text == null && admits == null
                ? null
                : new KeyedObject(text, text == null ? null : templates.cachedKeyOf(template), admits);
    }

    /** Null for a call that looks for no entry. */
    Invocation.@Nullable SeenObject see(Miss miss, @Nullable Object[] arguments) {
        String wanted = miss.key();
        if (wanted == null) {
            return null;
        }
        @Nullable Object[] others = new Object[arguments.length - 1];
        System.arraycopy(arguments, 1, others, 0, others.length);
        Object receiver = arguments[0];
        String before = textOf(receiver);
        boolean isAsKeyed = text == null || (before != null && wanted.equals(keyOf(before, others)));
        return new Seen(this, receiver, before, isAsKeyed);
    }

    /**
     * One look at an object.
     *
     * @param before what it contributed; null if that cannot change
     * @param isAsKeyed whether the key of the call says the same
     */
    private record Seen(
            KeyedObject by,
            @Nullable Object receiver,
            @Nullable String before,
            boolean isAsKeyed) implements Invocation.SeenObject {

        @Override
        public boolean hasChanged() {
            return !isAsKeyed || !by.isAsBefore(before, receiver);
        }
    }

    private boolean isAsBefore(@Nullable String before, @Nullable Object receiver) {
        boolean isSame = text == null || (before != null && before.equals(textOf(receiver)));
        return isSame && isAdmitted(receiver);
    }

    private boolean isAdmitted(@Nullable Object receiver) {
        try {
            return admits == null || (boolean) admits.invokeExact(receiver);
        } catch (Throwable unreadable) { // the result is not stored, which the counters show
            return false;
        }
    }

    private @Nullable String textOf(@Nullable Object receiver) {
        try {
            return text == null ? null : (String) text.invokeExact(receiver);
        } catch (Throwable unreadable) { // as above
            return null;
        }
    }

    private @Nullable String keyOf(String before, @Nullable Object[] others) {
        try {
            return key == null ? null : (String) key.invokeExact(before, others);
        } catch (Throwable unreadable) { // as above
            return null;
        }
    }
}
