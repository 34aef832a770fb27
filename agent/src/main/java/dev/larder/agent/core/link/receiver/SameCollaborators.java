package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.key.text.FieldText;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Admits the objects that hold the same collaborators as the first one. Collaborators are no part of a default key.
 *
 * <p><b>Why.</b> A service's repositories cannot be part of a key, and with one service, or with services that share their
 * repositories, need not be. Two objects that hold different ones may return different results for one key. The second one
 * then runs uncached, which is said once: a miss is cheaper than a wrong answer.
 *
 * <p><b>Threads.</b> Thread-safe, without a lock. Reads fields and runs no code of the application's.
 */
final class SameCollaborators implements ReceiverWatch.Judge, FieldWatch.Judge {

    /** The first object, and what it held in each place when it came. */
    private record First(WeakReference<Object> object, Map<ObjectPath, HeldValue> looks) {}

    /**
     * An object as a call sees it: in one place the value that the call has read counts, whatever the place holds by now.
     *
     * @param place null if the call has read nothing
     */
    private record Seen(
            Object object,
            @Nullable ObjectPath place,
            @Nullable HeldValue value) {

        HeldValue in(ObjectPath other) throws IllegalAccessException {
            return value != null && other.equals(place) ? value : other.look(object);
        }
    }

    private final ObjectPart part;

    /** Where the objects are compared. */
    private final List<ObjectPath> places;

    private final boolean holdsData;
    private final boolean isAllInKey;
    private final String signature;
    private final AtomicReference<@Nullable First> first = new AtomicReference<>();
    private final AtomicBoolean isTold = new AtomicBoolean();

    SameCollaborators(ObjectPart part, String signature) {
        this.part = part;
        this.places = part.collaborators();
        this.holdsData = part.holdsData();
        this.isAllInKey = part.isAllInKey();
        this.signature = signature;
    }

    @Override
    public boolean admits(Object receiver) {
        return admits(new Seen(receiver, null, null));
    }

    /** For one place that may be exchanged. The others of these are checked by the values that the same call has read there. */
    @Override
    public boolean admits(Object receiver, ObjectPath place, HeldValue value) {
        return admits(new Seen(receiver, place, value));
    }

    @Override
    public void hearUnreadable(ObjectPath place, RuntimeException cause) {
        tell(
                "what its object holds in '" + place.name() + "' cannot be compared (" + cause + ")",
                "{this." + place.name() + ".x} for a property x of it");
    }

    private boolean admits(Seen seen) {
        try {
            ObjectPath data = dataBehindInterface(seen);
            if (data != null) {
                tell(
                        "its object holds data in '" + data.name() + "', which a default key does not have",
                        "{this." + data.name() + ".x} for a property x of it");
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

    /** A place that is declared as a collaborator and holds something else; null if there is none. */
    private @Nullable ObjectPath dataBehindInterface(Seen seen) throws ReflectiveOperationException {
        for (ObjectPath place : places) {
            HeldValue value = seen.in(place);
            boolean isHidden = place.isContainer()
                    ? hidesData(value, seen.object)
                    : isDataFor(place.declared(), value.get(), seen.object);
            if (isHidden && !isInKey(place, value.get())) {
                return place;
            }
        }
        return null;
    }

    private boolean isDataFor(Class<?> declared, @Nullable Object value, Object receiver)
            throws ReflectiveOperationException {
        return value != null
                && (isData(declared, value.getClass())
                        || isDataBelow(declared, value.getClass())
                        || capturesData(value, receiver));
    }

    /** Whether the items of a container are data, or cannot be read. */
    private boolean hidesData(HeldValue container, Object receiver) throws ReflectiveOperationException {
        Object value = container.get();
        if (value != null && !HeldItems.isReadable(value)) {
            return handsOutMore(value, receiver);
        }
        List<HeldValue> items = container.items();
        int names = value instanceof Map ? items.size() / 2 : 0; // the keys come first
        for (int i = 0; i < items.size(); i++) {
            HeldValue item = items.get(i);
            Object held = item.get();
            boolean isName = i < names && held != null && FieldText.isPlain(held.getClass());
            boolean isHidden = item.isContainer() ? hidesData(item, receiver) : isDataFor(Object.class, held, receiver);
            if (isHidden && !isName) {
                return true;
            }
        }
        return false;
    }

    /** A subclass may have data, while the class that was looked at has none. */
    private static boolean isDataBelow(Class<?> declared, Class<?> type) {
        return type != declared && FieldKind.isOfApplication(declared) && ObjectFields.hasData(type);
    }

    private static boolean isData(Class<?> declared, Class<?> type) {
        boolean isRecord = type.isRecord() && type.getRecordComponents().length > 0;
        boolean isOneOfSeveral = type.isEnum() && type.getEnumConstants().length > 1;
        boolean isConstantWithBody = Enum.class.isAssignableFrom(type) && !type.isEnum();
        boolean isContainer = KnownTypes.isContainer(type) && !KnownTypes.isOfLibrary(declared);
        return isRecord || isOneOfSeveral || isConstantWithBody || isContainer || KnownTypes.isStateful(type);
    }

    /**
     * The object itself is compared if the key does not contain everything it holds, or if parts of it may be exchanged unnoticed:
     * it is unknown what is read from it.
     */
    private boolean capturesData(Object value, Object receiver) throws ReflectiveOperationException {
        CapturedValues captured = CapturedValues.by(value.getClass());
        boolean isData = captured.isData() || isDataCapturedBehindInterfaces(captured, value, receiver);
        for (Field field : captured.objects()) {
            Object around = InstanceFields.open(field) ? field.get(value) : null;
            isData |= around == null || isDataAround(around, receiver);
        }
        return isData;
    }

    private boolean isDataCapturedBehindInterfaces(CapturedValues captured, Object code, Object receiver)
            throws ReflectiveOperationException {
        for (Field field : captured.others()) {
            boolean isOpen = InstanceFields.open(field);
            if (!isOpen || isDataFor(field.getType(), field.get(code), receiver)) {
                return true; // what the JDK wraps another lambda into does not open
            }
        }
        return false;
    }

    private boolean isDataAround(Object around, Object receiver) {
        boolean isInKey = around == receiver && isAllInKey;
        boolean holdsMore = !isInKey && (ObjectFields.hasData(around.getClass()) || isLikeReceiver(around));
        return holdsMore || mayExchangeUnseen(around, receiver);
    }

    /** Of code that hands out collaborators of its object, what that holds only matters if it may change. */
    private boolean handsOutMore(Object supplier, Object receiver) throws ReflectiveOperationException {
        CapturedValues captured = CapturedValues.by(supplier.getClass());
        boolean isMore = captured.isData()
                || !CapturedValues.isAllOf(supplier.getClass())
                || isDataCapturedBehindInterfaces(captured, supplier, receiver);
        for (Field field : captured.objects()) {
            Object around = InstanceFields.open(field) ? field.get(supplier) : null;
            boolean isMoreAround = around == receiver
                    ? part.mayChangeUnseen() || mayExchangeUnseen(around, receiver)
                    : around == null || isDataAround(around, receiver);
            isMore |= isMoreAround;
        }
        return isMore;
    }

    private boolean mayExchangeUnseen(Object around, Object receiver) {
        return InstanceFields.exchangeableOf(around.getClass()).stream()
                .anyMatch(field -> around != receiver || !places.contains(ObjectPath.of(part.type(), field)));
    }

    private boolean isLikeReceiver(Object around) {
        return holdsData && part.type().isInstance(around);
    }

    private First lookAt(Seen seen) throws ReflectiveOperationException {
        Map<ObjectPath, HeldValue> looks = new LinkedHashMap<>();
        for (ObjectPath place : places) {
            looks.put(place, seen.in(place));
        }
        return new First(new WeakReference<>(seen.object), looks);
    }

    private boolean isLike(First known, Seen seen) throws ReflectiveOperationException {
        Object model = known.object.get();
        if (model == seen.object) {
            return seen.place == null || seen.value == null || isAsItWas(known, seen.place, seen.value);
        }
        if (part.unseen()) {
            tell(
                    "its result depends on what its object holds and cannot be looked at, and it is called on several objects",
                    "{this.x} for a property x");
            return false;
        }
        for (Map.Entry<ObjectPath, HeldValue> look : known.looks.entrySet()) {
            ObjectPath place = look.getKey();
            if (!isInKey(place, seen.in(place).get()) && !isAlike(look.getValue(), place, model, seen)) {
                tell(
                        "its object holds another '" + place.name()
                                + "' than the one it was called on first, and a default key does not have that",
                        "{this." + place.name() + ".x} for a property x of it");
                return false;
            }
        }
        return true;
    }

    private boolean isAsItWas(First known, ObjectPath place, HeldValue value) {
        HeldValue look = known.looks.get(place);
        if (look == null || look.fits(value) || isInKey(place, value.get())) {
            return true;
        }
        tell(
                (place.isContainer() ? "its object has exchanged what is in its '" : "its object has exchanged its '")
                        + place.name() + "' since it was called on first, and a default key does not have that",
                "{this." + place.name() + ".x} for a property x of it");
        return false;
    }

    /** Whether the key contains the value there. */
    private boolean isInKey(ObjectPath place, @Nullable Object value) {
        return part.isOnlyRead(place) && place.isTelling(value);
    }

    /** Both the first and the current value of the first object's place count: entries may be older or newer than its change. */
    private static boolean isAlike(HeldValue look, ObjectPath place, @Nullable Object model, Seen seen)
            throws ReflectiveOperationException {
        return look.fits(seen.in(place)) && (model == null || look.fits(place.look(model)));
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
