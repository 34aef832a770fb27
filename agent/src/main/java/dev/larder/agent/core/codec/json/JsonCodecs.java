package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.json.shape.Shapes;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import dev.larder.agent.core.codec.subclass.ClassScope;
import dev.larder.agent.core.codec.subclass.LoadedClasses;
import dev.larder.agent.core.type.BoundType;
import dev.larder.agent.core.type.Erasure;
import java.lang.reflect.Type;
import java.util.List;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

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

    /** Each level of objects takes up to three levels of JSON. */
    private static final int MAX_JSON_DEPTH = 4 * ValueWriter.MAX_DEPTH;

    /** Longer numbers are written as text. */
    private static final int MAX_NUMBER_LENGTH = 40;

    private static final int POOLED_BUFFERS = 32;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_JSON_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE) // no longer than the envelope, which has its own limit
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(MAX_JSON_DEPTH)
                    .build())
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            // Not the thread-local pool: the threads belong to the application.
            .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS))
            .build();

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
        return new JsonCodec(type, Shapes.build(type, scope), json, maxValueBytes, deflateAbove, maxCopyBytes);
    }
}
