package dev.larder.agent.core.config;

/**
 * The settings of the form that values have in Redis.
 *
 * @param compressAboveBytes a value whose encoded form is larger is compressed
 */
public record ValuesConfig(int compressAboveBytes) {

    public static final int DEFAULT_COMPRESS_ABOVE_BYTES = 32 << 10;

    public static ValuesConfig defaults() {
        return new ValuesConfig(DEFAULT_COMPRESS_ABOVE_BYTES);
    }
}
