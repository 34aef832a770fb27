package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.json.shape.Shapes;
import dev.larder.agent.core.codec.subclass.ClassScope;
import dev.larder.agent.core.codec.subclass.LoadedClasses;
import dev.larder.agent.core.type.BoundType;
import dev.larder.agent.core.type.Erasure;
import java.lang.reflect.Type;
import java.util.List;

/**
 * Makes the codecs of cached methods.
 *
 * <p>It holds no application class: what a codec learns, only the codec holds. It uses neither services nor a thread's
 * context loader.
 *
 * <p><b>Threads.</b> Immutable and thread-safe.
 *
 * <p><b>Why</b> Jackson's streams and not its data binding: a hit must equal a miss down to the class of every list,
 * and data binding has many conventions (getters, annotations, coercions, constructors, caches of types) that would
 * have to be disabled and replaced.
 */
public final class JsonCodecs {

    private final JsonStreams streams = new JsonStreams();
    private final long maxCopyBytes;
    private final int deflateAbove;

    /** Codecs that compress nothing. */
    public JsonCodecs(long maxCopyBytes) {
        this(maxCopyBytes, Integer.MAX_VALUE);
    }

    /**
     * @param maxCopyBytes how much memory a value that memory copies may take
     * @param deflateAbove the largest envelope that is stored as it is; a larger one is compressed
     */
    public JsonCodecs(long maxCopyBytes, int deflateAbove) {
        this.maxCopyBytes = maxCopyBytes;
        this.deflateAbove = deflateAbove;
    }

    /** For values whose classes the type's own class loader knows, and that were written by this process. */
    public ValueCodec codecFor(Type resultType, int maxValueBytes) {
        ClassLoader loader = Erasure.of(resultType).getClassLoader();
        return codecFor(resultType, maxValueBytes, ClassScope.of(loader, List.of(), true, LoadedClasses.unknown()));
    }

    /**
     * A codec for results declared as {@code resultType}, with all its generic arguments.
     *
     * <p>Always returns one. If the type cannot be stored, writing fails with the reason.
     *
     * @param maxValueBytes the size of the largest envelope that is written or read
     * @param scope the classes besides those that the type names
     */
    public ValueCodec codecFor(Type resultType, int maxValueBytes, ClassScope scope) {
        BoundType type = BoundType.of(resultType);
        return new JsonCodec(type, Shapes.build(type, scope), streams, maxValueBytes, deflateAbove, maxCopyBytes);
    }
}
