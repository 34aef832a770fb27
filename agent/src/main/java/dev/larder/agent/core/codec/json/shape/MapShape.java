package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.MapKind;
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

    @Override
    protected void writeContent(Object written, ValueWriter out) throws CodecException {
        MapKind kind = MapKind.of(written);
        if (kind == null) {
            throw out.refuse("declared as " + type + ", found " + ValueWriter.nameOf(written)
                    + ", which is no map that can be restored, nor one that behaves like it");
        }
        out.json().writeStartArray();
        Map<?, ?> map = (Map<?, ?>) written;
        KindTable.write(kind.code(), kind.orderOf(map), out);
        int index = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.element(index, key(), entry.getKey());
            out.element(index++, value(), entry.getValue());
        }
        out.json().writeEndArray();
    }

    @Override
    protected Object readContent(ValueReader in) throws CodecException {
        in.require(JsonToken.START_ARRAY);
        KindTable.Head<MapKind> head = KINDS.read(in);
        int first = in.elementCount();
        long before = in.paths();
        while (in.nextElement()) {
            in.push(in.value(key()));
            in.push(in.nextValue(value()));
        }
        in.requireFewPaths(before);
        MapKind kind = head.kind();
        Map<@Nullable Object, @Nullable Object> built =
                kind.build(in.elements(), first, in.elementCount(), keyType.raw(), head.order());
        if (!type.raw().isInstance(built)) {
            throw in.malformed("a kind of map that is no " + type.raw().getName());
        }
        if (!kind.isOrdered()) {
            in.arrived(built, first);
        }
        in.pop(first);
        return built;
    }
}
