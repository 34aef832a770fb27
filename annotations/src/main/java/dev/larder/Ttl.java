package dev.larder;

/** Common times to live for {@link Cached#ttl()}, in seconds, the default {@link Cached#unit()}. */
public final class Ttl {

    /** One minute. */
    public static final long SHORT = 60;

    /** Five minutes. */
    public static final long MEDIUM = 300;

    /** Fifteen minutes. */
    public static final long STANDARD = 900;

    /** One hour. */
    public static final long LONG = 3_600;

    /** One day. */
    public static final long VERY_LONG = 86_400;

    /** Seven days. */
    public static final long WEEK = 604_800;

    /** Thirty days: no entry lives for ever. */
    public static final long PERMANENT = 2_592_000;

    private Ttl() {}
}
