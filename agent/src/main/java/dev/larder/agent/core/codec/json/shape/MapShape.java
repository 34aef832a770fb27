package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.HashCollisions;
import dev.larder.agent.core.codec.graph.MapKind;
import dev.larder.agent.core.codec.graph.Unfilled;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.ReferenceShape;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import dev.larder.agent.core.type.BoundType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A map of the JDK: an array of its kind's code, then alternating keys and values. */
final class MapShape extends ReferenceShape {

    private static final KindTable<MapKind> KINDS = new KindTable<>(List.of(MapKind.values()), MapKind::code);

    private final BoundType type;
    private final BoundType keyType;
    private final BoundType valueType;
    private @Nullable Shape key;
    private @Nullable Shape value;

    MapShape(BoundType type, BoundType keyType, BoundType valueType) {
        this.type = type;
        this.keyType = keyType;
        this.valueType = valueType;
    }

    @Override
    public void link(Linker shapes) {
        key = shapes.of(keyType);
        value = shapes.of(valueType);
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("map").word(type.raw().getName()).shape(key()).shape(value());
    }

    private Shape key() {
        return Shapes.linked(key);
    }

    private Shape value() {
        return Shapes.linked(value);
    }

    /** Empty immutable maps are singletons, shared by maps of any type. */
    @Override
    protected boolean isTracked(Object value) {
        return !(value instanceof Map<?, ?> map && MapKind.isEmptySingleton(map));
    }

    /** As for collections. */
    @Override
    protected boolean allows(ReferenceShape other, Object object) {
        return other == this
                || (other instanceof MapShape shape && type.raw().isInstance(object) && (isRaw() || isLike(shape)));
    }

    private boolean isRaw() {
        return type.arguments().isEmpty();
    }

    private boolean isLike(MapShape other) {
        return other.key() == key() && other.value() == value();
    }

    @Override
    public void write(Object value, ValueWriter out) throws CodecException {
        super.write(Fetched.container(value, out), out);
    }

    @Override
    protected void writeContent(Object written, ValueWriter out) throws CodecException {
        MapKind kind = MapKind.of(written);
        if (kind == null) {
            UnfitClass unfit = UnfitValue.container(written);
            throw out.refuse(
                    "declared as " + type + ", found " + ValueWriter.nameOf(written) + ", which " + unfit.reason(),
                    unfit.remedy());
        }
        out.json().writeStartArray();
        Map<?, ?> map = (Map<?, ?>) written;
        if (HashCollisions.areMany(map.keySet())) {
            throw out.refuse(ValueWriter.nameOf(written) + HashCollisions.REASON, HashCollisions.REMEDY);
        }
        KindTable.write(kind.code(), kind.orderOf(map), out);
        int index = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.element(index, key(), entry.getKey());
            out.element(index++, value(), entry.getValue());
        }
        if (out.isWaiting() && kind == MapKind.MAP_OF && !KnownHashes.areIn(map.keySet())) {
            throw out.refuse(
                    ValueWriter.nameOf(written)
                            + " has keys that may refer to what it is in, so that their hash codes are not known when it is made",
                    "Use a HashMap or a LinkedHashMap.");
        }
        out.json().writeEndArray();
    }

    @Override
    protected @Nullable UnfitClass refusalInside(Object value) {
        MapKind kind = MapKind.of(value);
        return kind != null && Unfilled.isPossible(kind)
                ? null
                : new UnfitClass("is made after all that is in it", "Use a map that can be changed, like a HashMap.");
    }

    @Override
    protected @Nullable Unfilled begin(Object noted) {
        KindTable.Head<MapKind> head = KINDS.noted(noted);
        return Unfilled.isPossible(head.kind()) ? Unfilled.of(head.kind(), keyType.raw(), head.order()) : null;
    }

    @Override
    protected Object readContent(ValueReader in) throws CodecException {
        in.require(JsonToken.START_ARRAY);
        KindTable.Head<MapKind> head = KINDS.read(in);
        in.note(head);
        int first = in.elementCount();
        long inKeys = 0;
        while (in.nextElement()) {
            long before = in.paths();
            in.push(in.value(key()));
            inKeys += in.paths() - before;
            in.push(in.nextValue(value()));
        }
        in.requireFewPaths(in.paths() - inKeys);
        MapKind kind = head.kind();
        Object built = in.isWaiting() ? inCycle(head, first, in) : build(head, first, in);
        if (!type.raw().isInstance(built)) {
            throw in.malformed("a kind of map that is no " + type.raw().getName());
        }
        if (!kind.isOrdered()) {
            in.arrived(built, first);
        }
        in.pop(first);
        return built;
    }

    private Object build(KindTable.Head<MapKind> head, int first, ValueReader in) {
        return head.kind().build(in.elements(), first, in.elementCount(), keyType.raw(), head.order());
    }

    /** Something in it refers to it, or to what is around it. */
    private Object inCycle(KindTable.Head<MapKind> head, int first, ValueReader in) throws CodecException {
        Unfilled made = in.unfilled();
        boolean isLate =
                head.kind() != MapKind.SINGLETON_MAP && !KnownHashes.areIn(in.elements(), first, in.elementCount(), 2);
        if (made == null && !isLate) {
            return build(head, first, in);
        }
        return in.filled(made == null ? begin(head) : made, first, isLate);
    }
}
