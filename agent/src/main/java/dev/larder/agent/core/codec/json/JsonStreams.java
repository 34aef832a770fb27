package dev.larder.agent.core.codec.json;

import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Jackson's streams, and what a value needs beside them, kept for the next value.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class JsonStreams {

    /** Each level of objects takes up to three levels of JSON. */
    private static final int MAX_JSON_DEPTH = 4 * ValueWriter.MAX_DEPTH;

    /** Longer numbers are written as text. */
    private static final int MAX_NUMBER_LENGTH = 40;

    private static final int POOLED_BUFFERS = 32;

    final JsonFactory json = JsonFactory.builder()
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
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            // Not the thread-local pool: the threads belong to the application.
            .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS))
            .build();

    final Spares<ValueReader> readers = new Spares<>(ValueReader::new);
    final Spares<ValueWriter> writers = new Spares<>(ValueWriter::new);
    final Spares<EnvelopeStream> envelopes = new Spares<>(EnvelopeStream::new);
}
