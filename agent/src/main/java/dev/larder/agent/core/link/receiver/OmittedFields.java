package dev.larder.agent.core.link.receiver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.key.text.TypeNames;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import dev.larder.agent.core.plan.RefusedMethod;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Warns once that a written key omits fields that the method reads, when the method is called on a second object with
 * other values. Admits all objects, since the written key decides which calls share an entry.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class OmittedFields implements ReceiverWatch.Judge {

    /** After this number of equal objects the check ends: the hint is not worth checking every object. */
    private static final int MAX_ALIKE = 1_000;

    private final List<ObjectPath> fields;
    private final String signature;
    private final Consumer<RefusedMethod> refusals;

    /** Publishes that the check has ended. */
    private volatile boolean isDone;

    @GuardedBy("this")
    private @Nullable String first;

    @GuardedBy("this")
    private int alike;

    /** @param fields the omitted fields; none for an enum constant */
    OmittedFields(List<ObjectPath> fields, String signature, Consumer<RefusedMethod> refusals) {
        this.fields = List.copyOf(fields);
        this.signature = signature;
        this.refusals = refusals;
    }

    @Override
    public boolean admits(Object receiver) {
        try {
            compare(textOf(receiver));
        } catch (UnsupportedKeyException e) {
            isDone = true; // its values cannot be compared
        }
        return true;
    }

    @Override
    public boolean isDone() {
        return isDone;
    }

    private synchronized void compare(String text) {
        if (first == null) {
            first = text;
        } else if (first.equals(text)) {
            alike++;
            if (alike == MAX_ALIKE) {
                isDone = true;
            }
        } else if (!isDone) {
            isDone = true;
            refusals.accept(problem());
        }
    }

    private String textOf(Object receiver) {
        if (fields.isEmpty()) {
            return KeyEncoder.of(Object.class, "{this}", TypeNames.ALWAYS).text(receiver);
        }
        StringBuilder text = new StringBuilder();
        for (ObjectPath path : fields) {
            text.append(path.text(receiver, path.encoder())).append(',');
        }
        return text.toString();
    }

    private RefusedMethod problem() {
        String name = fields.isEmpty() ? "name" : fields.get(0).name();
        String what = fields.isEmpty() ? "which constant it is called on" : "'" + name + "' of its object";
        return new RefusedMethod(
                RefusedMethod.Loss.NONE,
                signature,
                "its key leaves out " + what + ", which the method reads, and it is called on objects that differ in"
                        + " that, so one may get what another one has returned",
                "Write {this." + name + "} into its key, or leave the key out.");
    }
}
