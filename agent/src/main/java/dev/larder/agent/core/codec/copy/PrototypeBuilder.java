package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.copy.layout.Hints;
import dev.larder.agent.core.codec.copy.layout.JdkTypes;
import dev.larder.agent.core.codec.copy.layout.Layout;
import dev.larder.agent.core.codec.graph.Constants;
import dev.larder.agent.core.codec.graph.UnfitClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the parts of one {@link Prototype}: walks over a result and everything it refers to, once.
 *
 * <p>For each object it answers with a part, or with null if the object may be shared. An object whose fields are final is
 * shared if everything it refers to is.
 *
 * <p><b>Threads.</b> Confined to one call. Collections of the JDK that lock themselves are locked meanwhile. Of other code it
 * runs only the iterators of maps and sets, and hash codes and comparators of keys that are copied. Other threads may change
 * what is walked over: the walk ends all the same, since an object is put off once at most.
 */
final class PrototypeBuilder {

    /** From here on, an object is walked over later, not within the walk of the object that refers to it. */
    static final int MAX_DEPTH = 100;

    /** Stands for an object that is shared. */
    private static final Part SHARED = new LaterPart("", Seen.NONE);

    private static final Part[] NO_PARTS = {};
    private static final int PART_BYTES = 40;

    private final ByteCount bytes;
    private final Seen seen = Seen.take();
    private final ObjectParts objects = new ObjectParts(this);

    private final List<Part> repeated = new ArrayList<>(0);
    private final List<Part.Elements> arrays = new ArrayList<>(0);
    private final List<LaterPart> postponed = new ArrayList<>(0);

    /** Those of {@link #postponed}, by identity: what other threads change may have another hint each time. */
    private @Nullable IdentityHashMap<Object, LaterPart> putOff;

    /** Those that were referred to and whose objects have been walked over. */
    private final List<LaterPart> resolved = new ArrayList<>(0);

    /** For maps and sets that their own keys refer to. */
    private final List<LaterPart> inTheirKeys = new ArrayList<>(0);

    /** Classes of which an object has been met, among those that refer to texts and numbers only. */
    private final List<Layout> flatClasses = new ArrayList<>(0);

    /** Arrays with the only objects of their class, which are not among those seen. */
    private final List<FlatArray> alone = new ArrayList<>(0);

    /** Null until an object of a mapper is met. */
    private @Nullable MappedParts mapped;

    /** Whether entries of hash tables are found again, as all other objects are. */
    private final boolean isThorough;

    private boolean hasMetTable;
    private boolean hasMetEntry;
    private int completed;

    PrototypeBuilder(ByteCount bytes) {
        this(bytes, false);
    }

    private PrototypeBuilder(ByteCount bytes, boolean isThorough) {
        this.bytes = bytes;
        this.isThorough = isThorough;
    }

    Prototype build(@Nullable Object value) throws CodecException {
        Part root = part(value, 0);
        for (int i = 0; i < postponed.size(); i++) { // which may grow meanwhile
            LaterPart later = postponed.get(i);
            Object original = later.original();
            resolve(later, make(original, Layout.of(original.getClass()), later.index(), 0));
        }
        if (mapped != null) {
            mapped.referToOwners(seen);
        }
        seen.give();
        if (hasMetTable && hasMetEntry) { // it may be one of the table
            return new PrototypeBuilder(bytes.again(), true).build(value);
        }
        if (repeated.size() > 1) {
            repeated.sort(Comparator.comparingInt(part -> part.completed));
        }
        for (int i = 0; i < repeated.size(); i++) {
            repeated.get(i).repeat(i);
        }
        for (LaterPart later : resolved) {
            later.takePlace();
        }
        for (Part.Elements array : arrays) {
            array.flatten();
        }
        return new Prototype(root == null ? value : null, root, repeated.toArray(NO_PARTS), bytes.bytes());
    }

    private void resolve(LaterPart later, @Nullable Part target) {
        if (target == null) {
            seen.set(later.index(), SHARED);
            later.completed = ++completed;
            repeated.add(later);
        } else {
            target.completed = target.completed == 0 ? ++completed : target.completed;
            later.standsFor(repeated(target));
            resolved.add(later);
        }
    }

    @Nullable
    Part part(@Nullable Object value, int depth) throws CodecException {
        if (value == null) {
            return null;
        }
        if (value instanceof String) { // the most frequent one
            bytes.addScalar(value);
            return null;
        }
        return part(value, Layout.of(value.getClass()), depth);
    }

    /** Whether it is immutable as its class says, or null; if so, it is counted. */
    boolean isScalar(@Nullable Object value) throws CodecException {
        if (value == null) {
            return true;
        }
        boolean isShared =
                value instanceof String || Layout.of(value.getClass()).treatment() == Layout.Treatment.SHARED;
        if (isShared) {
            bytes.addScalar(value);
        }
        return isShared;
    }

    private @Nullable Part part(Object value, Layout layout, int depth) throws CodecException {
        Layout.Treatment treatment = layout.treatment();
        if (treatment == Layout.Treatment.SHARED) {
            bytes.addScalar(value);
            return null;
        }
        if (treatment == Layout.Treatment.PROXY) {
            return mapped().entityOf(value, layout, depth);
        }
        if (layout.isValue()) {
            bytes.addObject(value, layout); // a record of texts and numbers
            return null;
        }
        if (layout.isFlat()) {
            meet(layout);
        }
        int hint = 0;
        int known = seen.findRecent(value);
        if (known == Seen.NONE) {
            hint = Hints.of(value, layout);
            known = seen.find(value, hint);
        }
        if (known != Seen.NONE) {
            Part part = seen.part(known);
            return part == SHARED ? null : repeated(part);
        }
        if (layout.hasConstants() && Constants.of(layout.type()).nameOf(value) != null) {
            seen.set(seen.add(value, hint), SHARED);
            return null;
        }
        if (depth >= MAX_DEPTH) {
            return postponed(value, hint);
        }
        int index = seen.add(value, hint);
        Part made = make(value, layout, index, depth);
        if (made == null) {
            seen.set(index, SHARED);
        } else {
            made.completed = ++completed;
        }
        LaterPart inKeys = inTheirKeys.isEmpty() ? null : removeFromKeys(index);
        if (inKeys != null) {
            resolve(inKeys, made);
        }
        return made;
    }

    /** For the second reference to an object, and all after it. */
    Part repeated(Part part) {
        if (part instanceof LaterPart later) {
            later.refer();
        } else if (!part.isRepeated()) {
            part.repeat(repeated.size());
            repeated.add(part);
        }
        return part;
    }

    private Part postponed(Object value, int hint) {
        putOff = putOff == null ? new IdentityHashMap<>() : putOff;
        LaterPart before = putOff.get(value);
        if (before != null) {
            return repeated(before);
        }
        int index = seen.add(value, hint);
        LaterPart later = new LaterPart(value, index);
        seen.set(index, later);
        putOff.put(value, later);
        postponed.add(later);
        return later;
    }

    private @Nullable Part make(Object value, Layout layout, int index, int depth) throws CodecException {
        hasMetEntry |= layout.isOfHashEntries();
        Object monitor = layout.isLocking() ? JdkTypes.monitorOf(value) : null;
        if (monitor == null) {
            return objects.make(value, layout, index, depth);
        }
        synchronized (monitor) { // as its own methods do, and its serialization
            return objects.make(value, layout, index, depth);
        }
    }

    boolean isThorough() {
        return isThorough;
    }

    /** A map of which the entries are not found again. */
    void meetTable() {
        hasMetTable = true;
    }

    MappedParts mapped() {
        mapped = mapped == null ? new MappedParts(this, objects) : mapped;
        return mapped;
    }

    static boolean isShared(Part part) {
        return part == SHARED;
    }

    /** Whether the object is part of the value, as far as that has been walked over. */
    boolean hasMet(Object value) {
        Layout layout = Layout.of(value.getClass());
        if (layout.isFlat()) {
            meet(layout);
        }
        return seen.find(value, Hints.of(value, layout)) != Seen.NONE;
    }

    ByteCount bytes() {
        return bytes;
    }

    /** Begins the part of an object: others can refer to it from now on. */
    <P extends Part> P begin(int index, P part) throws CodecException {
        if (index != Seen.NONE) {
            seen.set(index, part);
        }
        bytes.add(PART_BYTES);
        return part;
    }

    /** Ends it: the object refers to nothing that can change, and does not change itself. */
    @Nullable
    Part share(int index) {
        seen.set(index, SHARED);
        return null;
    }

    /** An array that has parts for its elements. */
    void add(Part.Elements array) {
        arrays.add(array);
    }

    /** An array of which all elements are kept. If it is the only place of their class, they need not be found again. */
    void add(FlatArray array) {
        boolean isFirst = flatClasses.isEmpty() || !flatClasses.contains(array.layout());
        if (isFirst && array.areDistinct()) {
            flatClasses.add(array.layout());
            alone.add(array);
        } else {
            meet(array.layout());
            seen.addAll(array, this::repeated);
        }
    }

    /** There is another object of a class of which all have been in one array. */
    private void meet(Layout flat) {
        if (!flatClasses.contains(flat)) {
            flatClasses.add(flat);
        }
        for (int i = alone.size() - 1; i >= 0; i--) {
            if (alone.get(i).layout() == flat) {
                seen.addAll(alone.remove(i), this::repeated);
            }
        }
    }

    /** A key may refer to the map or set that it is in. */
    LaterPart beginKeys(Object mapOrSet, int index) {
        LaterPart self = new LaterPart(mapOrSet, index);
        seen.set(index, self);
        return self;
    }

    void endKeys(LaterPart self) {
        seen.set(self.index(), null);
        if (self.isReferenced()) {
            inTheirKeys.add(self);
        }
    }

    private @Nullable LaterPart removeFromKeys(int index) {
        for (LaterPart self : inTheirKeys) {
            if (self.index() == index) {
                inTheirKeys.remove(self);
                return self;
            }
        }
        return null;
    }

    static CodecException refused(Object value, UnfitClass refusal) {
        return new CodecException(": " + value.getClass().getTypeName() + " " + refusal.reason(), refusal.remedy());
    }
}
