package dev.larder.agent.core.config;

/**
 * The settings of the form that values have in Redis.
 *
 * @param compressAboveBytes a value whose encoded form is larger is compressed
 * @param keysFile the path of the file with the keys for sensitive methods; empty for none
 */
public record ValuesConfig(int compressAboveBytes, String keysFile) {

    public static final int DEFAULT_COMPRESS_ABOVE_BYTES = 32 << 10;

    public static ValuesConfig defaults() {
        return new ValuesConfig(DEFAULT_COMPRESS_ABOVE_BYTES, "");
    }
}
