package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Admits the objects that hold the same as the first one in the fields that a default key does not have: its collaborators.
 *
 * <p><b>Why.</b> A service's repositories cannot be part of a key, and with one service, or with services that share their
 * repositories, need not be. Two objects that hold different ones may return different results for one key. The second one
 * then runs uncached, which is said once: a miss is cheaper than a wrong answer.
 *
 * <p><b>Threads.</b> Thread-safe, without a lock. Reads fields and runs no code of the application's.
 */
final class SameCollaborators implements ReceiverWatch.Judge, FieldWatch.Judge {

    /** The first object, and what it held in each field when it came. */
    private record First(WeakReference<Object> object, Map<Field, HeldValue> looks) {}

    /**
     * An object as a call sees it: what the call has read of one field is what counts there, whatever it holds by now.
     *
     * @param field null if the call has read nothing
     */
    private record Seen(
            Object object, @Nullable Field field, @Nullable Object value) {

        @Nullable
        Object in(Field other) throws IllegalAccessException {
            return other.equals(field) ? value : other.get(object);
        }
    }

    private final ObjectPart part;

    /** What of the key there may be a collaborator behind, which then is no part of it. */
    private final List<ObjectPath> hiding;

    private final boolean holdsData;
    private final boolean isAllInKey;
    private final String signature;
    private final AtomicReference<@Nullable First> first = new AtomicReference<>();
    private final AtomicBoolean isTold = new AtomicBoolean();

    SameCollaborators(ObjectPart part, String signature) {
        this.part = part;
        this.hiding = part.plain().stream()
                .filter(path -> path.isTold() || path.kind() == FieldKind.OPEN)
                .toList();
        this.holdsData = part.holdsData();
        this.isAllInKey = part.isAllInKey();
        this.signature = signature;
    }

    @Override
    public boolean admits(Object receiver) {
        return admits(new Seen(receiver, null, null));
    }

    /** Once for each field that may be exchanged: the others of these are judged by what the same call has read of them. */
    @Override
    public boolean admits(Object receiver, Field field, @Nullable Object value) {
        return admits(new Seen(receiver, field, value));
    }

    private boolean admits(Seen seen) {
        try {
            Field data = dataBehindInterface(seen);
            if (data != null) {
                tell(
                        "its object holds data in '" + data.getName() + "', which a default key does not have",
                        "{this." + data.getName() + ".x} for a property x of it");
                return false;
            }
            First known = first.get();
            if (known == null) {
                first.compareAndSet(null, lookAt(seen));
                known = first.get();
            }
            return known != null && isLike(known, seen);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) { // it cannot be looked at
            tell("what its object holds cannot be looked at (" + e + ")", "{this.x} for a property x");
            return false;
        }
    }

    @Override
    public boolean isDone() {
        return false;
    }

    /** Of what is declared as a collaborator, the field whose value turns out to be none; null if there is none. */
    private @Nullable Field dataBehindInterface(Seen seen) throws ReflectiveOperationException {
        for (Field field : part.others()) {
            Object value = seen.in(field);
            Class<?> declared = ObjectPath.of(part.type(), field).declared();
            boolean isGroup = declared.isArray() || FieldKind.isContainer(declared);
            boolean isHidden = value != null
                    && (isData(declared, value.getClass())
                            || isDataBelow(declared, value.getClass())
                            || capturesData(value, seen.object));
            if (isHidden && !isGroup) {
                return field;
            }
        }
        return null;
    }

    /** A subclass with data answers otherwise than the class that was looked at, which has none. */
    private static boolean isDataBelow(Class<?> declared, Class<?> type) {
        return type != declared && FieldKind.isOfApplication(declared) && ObjectFields.hasData(type);
    }

    private static boolean isData(Class<?> declared, Class<?> type) {
        boolean isRecord = type.isRecord() && type.getRecordComponents().length > 0;
        boolean isOneOfSeveral = type.isEnum() && type.getEnumConstants().length > 1;
        boolean isConstantWithBody = Enum.class.isAssignableFrom(type) && !type.isEnum();
        boolean isContainer = FieldKind.isContainer(type) && !FieldKind.isOfLibrary(declared);
        return isRecord || isOneOfSeveral || isConstantWithBody || isContainer || FieldKind.isStateful(type);
    }

    /** The object itself counts where the key does not have all that it holds, since nobody knows what is read of it. */
    private boolean capturesData(Object value, Object receiver) throws ReflectiveOperationException {
        CapturedValues captured = CapturedValues.by(value.getClass());
        if (captured.isData()) {
            return true;
        }
        for (Field field : captured.objects()) {
            Object around = InstanceFields.open(field) ? field.get(value) : null;
            boolean isInKey = around == receiver && isAllInKey;
            if (!isInKey && (around == null || ObjectFields.hasData(around.getClass()) || isLikeReceiver(around))) {
                return true;
            }
        }
        return false;
    }

    private boolean isLikeReceiver(Object around) {
        return holdsData && part.type().isInstance(around);
    }

    private First lookAt(Seen seen) throws ReflectiveOperationException {
        Map<Field, HeldValue> looks = new LinkedHashMap<>();
        for (Field field : part.others()) {
            looks.put(field, HeldValue.of(seen.in(field)));
        }
        for (ObjectPath path : hiding) {
            looks.put(path.root(), HeldValue.of(seen.in(path.root())));
        }
        return new First(new WeakReference<>(seen.object), looks);
    }

    private boolean isLike(First known, Seen seen) throws ReflectiveOperationException {
        Object receiver = seen.object;
        Object model = known.object.get();
        if (model == receiver) {
            return seen.field == null || isAsItWas(known, seen.field, seen.value);
        }
        if (part.unseen()) {
            tell(
                    "its result depends on what its object holds and cannot be looked at, and it is called on several objects",
                    "{this.x} for a property x");
            return false;
        }
        for (Map.Entry<Field, HeldValue> look : known.looks.entrySet()) {
            Field field = look.getKey();
            Object value = seen.in(field);
            if (!isInKey(field, receiver) && !isAlike(look.getValue(), field, model, value)) {
                tell(
                        "its object holds another '" + field.getName()
                                + "' than the one it was called on first, and a default key does not have that",
                        "{this." + field.getName() + ".x} for a property x of it");
                return false;
            }
        }
        return true;
    }

    private boolean isAsItWas(First known, Field field, @Nullable Object value) {
        HeldValue look = known.looks.get(field);
        if (look == null || look.fits(value)) {
            return true;
        }
        tell(
                "its object has exchanged its '" + field.getName()
                        + "' since it was called on first, and a default key does not have that",
                "{this." + field.getName() + ".x} for a property x of it");
        return false;
    }

    private boolean isInKey(Field field, Object receiver) throws ReflectiveOperationException {
        for (ObjectPath path : hiding) {
            if (path.root().equals(field) && !path.isInKey(receiver)) {
                return false;
            }
        }
        return !part.others().contains(field);
    }

    /** The first object's field counts as it was and as it is: entries may be from before and after it was set. */
    private static boolean isAlike(HeldValue look, Field field, @Nullable Object model, @Nullable Object value)
            throws ReflectiveOperationException {
        return look.fits(value) && (model == null || look.fits(field.get(model)));
    }

    private void tell(String reason, String placeholder) {
        if (isTold.compareAndSet(false, true)) {
            AgentLog.say(Message.OTHER_OBJECT.of(
                    signature,
                    reason,
                    placeholder,
                    signature.endsWith("()") ? "a fixed text." : "one of the arguments alone, such as {0}."));
        }
    }
}
