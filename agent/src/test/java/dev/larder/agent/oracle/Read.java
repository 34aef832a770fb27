package dev.larder.agent.oracle;

/** A read and the version it got. */
record Read(Span span, String key, long version) {

    @Override
    public String toString() {
        return span + " read version " + version;
    }
}
