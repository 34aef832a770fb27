package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.CollectionKind;
import dev.larder.agent.core.codec.graph.HashCollisions;
import dev.larder.agent.core.codec.graph.Unfilled;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.ReferenceShape;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import dev.larder.agent.core.type.BoundType;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A collection of the JDK: an array of its kind's code and its elements. */
final class CollectionShape extends ReferenceShape {

    private static final KindTable<CollectionKind> KINDS =
            new KindTable<>(List.of(CollectionKind.values()), CollectionKind::code);

    private final BoundType type;
    private final BoundType elementType;
    private @Nullable Shape element;

    /** {@code elementType} is the declared type of the elements. */
    CollectionShape(BoundType type, BoundType elementType) {
        this.type = type;
        this.elementType = elementType;
    }

    @Override
    public void link(Linker shapes) {
        element = shapes.of(elementType);
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("collection").word(type.raw().getName()).shape(element());
    }

    private Shape element() {
        return Shapes.linked(element);
    }

    /** Empty immutable lists are singletons, shared by lists of any element type. */
    @Override
    protected boolean isTracked(Object value) {
        return !(value instanceof Collection<?> collection && CollectionKind.isEmptySingleton(collection));
    }

    /** What is declared as a List here may be declared as a Collection there, or as an Object, whose elements are not known. */
    @Override
    protected boolean allows(ReferenceShape other, Object object) {
        return other == this
                || (other instanceof CollectionShape shape
                        && type.raw().isInstance(object)
                        && (isRaw() || shape.element() == element()));
    }

    private boolean isRaw() {
        return type.arguments().isEmpty();
    }

    @Override
    public void write(Object value, ValueWriter out) throws CodecException {
        super.write(Fetched.container(value, out), out);
    }

    @Override
    protected void writeContent(Object value, ValueWriter out) throws CodecException {
        CollectionKind kind = CollectionKind.of(value);
        if (kind == null) {
            UnfitClass unfit = UnfitValue.container(value);
            throw out.refuse(
                    "declared as " + type + ", found " + ValueWriter.nameOf(value) + ", which " + unfit.reason(),
                    unfit.remedy());
        }
        out.json().writeStartArray();
        Collection<?> items = (Collection<?>) value;
        if (kind.isHashed() && HashCollisions.areMany(items)) {
            throw out.refuse(ValueWriter.nameOf(value) + HashCollisions.REASON, HashCollisions.REMEDY);
        }
        if (!kind.allows(items.size())) {
            throw out.refuse(
                    ValueWriter.nameOf(value)
                            + " has more elements than are restored of a set that compares each with all others",
                    "Use a LinkedHashSet.");
        }
        KindTable.write(kind.code(), kind.orderOf(items), out);
        int index = 0;
        for (Object item : items) {
            out.element(index++, element(), item);
        }
        if (out.isWaiting() && !Unfilled.isPossible(kind) && hashes(kind) && !KnownHashes.areIn(items)) {
            throw out.refuse(
                    ValueWriter.nameOf(value)
                            + " has elements that refer to what it is in, so that their hash codes are not known when it is made",
                    "Use a HashSet or a LinkedHashSet.");
        }
        out.json().writeEndArray();
    }

    private static boolean hashes(CollectionKind kind) {
        return kind.comparesElements() && kind != CollectionKind.SINGLETON_SET;
    }

    @Override
    protected @Nullable UnfitClass refusalInside(Object value) {
        CollectionKind kind = CollectionKind.of(value);
        return kind != null && Unfilled.isPossible(kind)
                ? null
                : new UnfitClass(
                        "is made after all that is in it", "Use a collection that can be changed, like an ArrayList.");
    }

    @Override
    protected @Nullable Unfilled begin(Object noted) {
        KindTable.Head<CollectionKind> head = KINDS.noted(noted);
        return Unfilled.isPossible(head.kind()) ? Unfilled.of(head.kind(), head.order()) : null;
    }

    @Override
    protected Object readContent(ValueReader in) throws CodecException {
        in.require(JsonToken.START_ARRAY);
        KindTable.Head<CollectionKind> head = KINDS.read(in);
        in.note(head);
        int first = in.elementCount();
        long before = in.paths();
        while (in.nextElement()) {
            in.push(in.value(element()));
        }
        CollectionKind kind = head.kind();
        if (kind.comparesElements()) {
            in.requireFewPaths(before);
        }
        Object built = in.isWaiting() ? inCycle(head, first, in) : build(head, first, in);
        if (!type.raw().isInstance(built)) {
            throw in.malformed("a kind of collection that is no " + type.raw().getName());
        }
        if (!kind.isOrdered()) {
            in.arrived(built, first);
        }
        in.pop(first);
        return built;
    }

    private Object build(KindTable.Head<CollectionKind> head, int first, ValueReader in) {
        return head.kind().build(in.elements(), first, in.elementCount(), elementType.raw(), head.order());
    }

    /** Something in it refers to it, or to what is around it. */
    private Object inCycle(KindTable.Head<CollectionKind> head, int first, ValueReader in) throws CodecException {
        Unfilled made = in.unfilled();
        boolean isLate = hashes(head.kind()) && !KnownHashes.areIn(in.elements(), first, in.elementCount(), 1);
        if (made == null && !isLate) {
            return build(head, first, in);
        }
        return in.filled(made == null ? begin(head) : made, first, isLate);
    }
}
