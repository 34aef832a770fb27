package dev.larder.agent.core.base;

/**
 * Tells whether the calling thread has enough stack left for what the agent is about to do.
 *
 * <p><b>Why.</b> An overflow in the middle of the agent's work, or of a library's, leaves things half done that others
 * then wait for: a load that never ends, a lease, a counter of writers inside the client. A call that checks here
 * first, and runs without the cache if there is little stack left, overflows in the application's own code instead, as
 * it would without the agent.
 *
 * <p><b>How.</b> By recursion to that depth, which takes some two microseconds: too much for each call. The JVM does
 * not tell how much stack there is.
 */
public final class StackRoom {

    /** Each takes at least 160 bytes, which is what its parameters take: 32 KB in all, and more before it is compiled. */
    private static final int FRAMES = 200;

    private StackRoom() {}

    /** Whether some 32 KB are left: ours, the client's and the JDK's code together take less than half of that. */
    public static boolean isAmple() {
        try {
            return descend(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20) != 0;
        } catch (StackOverflowError tooLittle) {
            return false;
        }
    }

    /** Every parameter takes part in the result, in another place each time, so that a compiler has to pass all of them. */
    @SuppressWarnings("TooManyParameters")
    private static long descend(
            int frames,
            long a,
            long b,
            long c,
            long d,
            long e,
            long f,
            long g,
            long h,
            long i,
            long j,
            long k,
            long l,
            long m,
            long n,
            long o,
            long p,
            long q,
            long r,
            long s,
            long t) {
        return frames == 0
                ? a | b
                : descend(frames - 1, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, a) | c;
    }
}
