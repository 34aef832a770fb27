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
 * Records the object's part of a key before the body runs, and compares it with the object's state afterwards.
 *
 * <pre>
 *   key, of the state A ── state noted: B ── key made again, of C ── the body reads the state D ── state afterwards: E
 * </pre>
 *
 * <p>The result belongs to the key if A = C, which equal keys show, if B = E, and if the state was not changed and
 * changed back in between. The last cannot be detected.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * <p><b>Failure.</b> If reading the object throws, it counts as changed: the result is not stored.
 *
 * @param text (Object)String: the object's part of the key; null if it cannot change
 * @param key (Object[])String: the key of the object and the arguments
 * @param admits (Object)boolean: whether its collaborators are still those of the key; null if they cannot change
 */
record KeyedObject(
        @Nullable MethodHandle text,
        @Nullable MethodHandle key,
        @Nullable MethodHandle admits) {

    /** Null if the object's part of the key cannot change. */
    static @Nullable KeyedObject of(
            KeyTemplate template, ObjectKey object, @Nullable ReceiverWatch watch, TemplateCompiler templates)
            throws KeyTemplateException {
        MethodHandle text = template.source().isEmpty() ? ofDefault(object) : templates.objectOf(template);
        MethodHandle key = text == null ? null : templates.cachedKeyOfBoxed(template, object.text());
        MethodHandle admits = watch == null || !watch.seesExchanges() ? null : watch.test(Object.class);
        return text == null && admits == null ? null : new KeyedObject(text, key, admits);
    }

    private static @Nullable MethodHandle ofDefault(ObjectKey object) throws KeyTemplateException {
        return object.mayChange() ? object.text().handle(Object.class) : null;
    }

    /** Null for a call that does not look up an entry. */
    Invocation.@Nullable SeenObject see(Miss miss, @Nullable Object[] arguments) {
        String wanted = miss.key();
        if (wanted == null) {
            return null;
        }
        Object receiver = arguments[0];
        String before = textOf(receiver);
        boolean isAsKeyed = text == null || (before != null && wanted.equals(keyOf(arguments)));
        return new Seen(this, receiver, before, isAsKeyed);
    }

    /**
     * The state of an object before the body.
     *
     * @param before its part of the key; null if that cannot change
     * @param isAsKeyed whether the key of the call has the same
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

    private @Nullable String keyOf(@Nullable Object[] arguments) {
        try {
            return key == null ? null : (String) key.invokeExact(arguments);
        } catch (Throwable unreadable) { // as above
            return null;
        }
    }
}
