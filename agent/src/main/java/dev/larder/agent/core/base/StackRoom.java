package dev.larder.agent.core.base;

/**
 * Tells whether the calling thread has enough stack left for what the agent is about to do.
 *
 * <p><b>Why.</b> An overflow in the middle of the agent's or a library's work leaves it half done: a load that never
 * ends, a lost eviction, a lock of the client or of a map that stays held. So the agent checks here before it begins
 * such work. If there is too little, {@link RoomyThreads} does the work.
 *
 * <p><b>How.</b> By recursion to that depth, since the JVM does not tell how much stack there is. The frames are large
 * because each has to have room for 120 arguments. Only the innermost one fills them, and only now and then, so all of
 * it takes some 15 nanoseconds. HotSpot's second compiler refuses a method with so many arguments; the first one and the
 * interpreter keep their room in the frame whether they are used or not. No compiler leaves out what happens now and
 * then.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class StackRoom {

    /** A frame takes 2.2 KB in the interpreter and 3.1 KB compiled. */
    private static final int MUCH_FRAMES = 48;

    private static final int AMPLE_FRAMES = 14;
    private static final int LITTLE_FRAMES = 5;
    private static final int LEAST_FRAMES = 2;
    /** The arguments are filled when the last bits of a number that varies are 0. */
    private static final long RARELY = 63;

    /** Counts calls, about: threads that count at the same time lose some. */
    private static int calls;

    private StackRoom() {}

    /**
     * Whether some 32 KB are left: ours, the client's and the JDK's code together take less than half of that, also
     * before it is compiled.
     */
    public static boolean isAmple() {
        try {
            descend(AMPLE_FRAMES, calls++);
            return true;
        } catch (StackOverflowError tooLittle) {
            return false;
        }
    }

    /**
     * Makes sure that some 100 KB are left, for code that runs for the first time: linking initializes classes, has the
     * JDK make some, and other agents look at these.
     *
     * @throws StackOverflowError if there are not
     */
    public static void requireMuch() {
        descend(MUCH_FRAMES, calls++);
    }

    /**
     * Makes sure that there is room to determine the work, and to have another thread do it. To be called before
     * anything has been done.
     *
     * @throws StackOverflowError if there is not
     */
    public static void requireLittle() {
        descend(LITTLE_FRAMES, calls++);
    }

    /**
     * Makes sure that there is room to have another thread do something.
     *
     * @throws StackOverflowError if there is not
     */
    static void requireLeast() {
        descend(LEAST_FRAMES, calls++);
    }

    /**
     * Whether there is room for a map to process its recorded reads under its own lock. For hits: it takes a few
     * nanoseconds.
     *
     * @param nowNanos any number that varies, see {@link #RARELY}
     */
    public static boolean isEnoughForUpkeep(long nowNanos) {
        try {
            descend(LEAST_FRAMES, nowNanos);
            return true;
        } catch (StackOverflowError tooLittle) {
            return false;
        }
    }

    /** @param seed see {@link #RARELY} */
    // spotless:off (one line for each argument otherwise)
    @SuppressWarnings("MultiVariableDeclaration")
    private static long descend(int frames, long seed) {
        if (frames == 0 && (seed & RARELY) != 0) {
            return seed;
        }
        if (frames == 0) {
            long a0 = seed + 0, a1 = seed + 1, a2 = seed + 2, a3 = seed + 3, a4 = seed + 4, a5 = seed + 5,
            a6 = seed + 6, a7 = seed + 7, a8 = seed + 8, a9 = seed + 9, a10 = seed + 10, a11 = seed + 11,
            a12 = seed + 12, a13 = seed + 13, a14 = seed + 14, a15 = seed + 15, a16 = seed + 16, a17 = seed + 17,
            a18 = seed + 18, a19 = seed + 19, a20 = seed + 20, a21 = seed + 21, a22 = seed + 22, a23 = seed + 23,
            a24 = seed + 24, a25 = seed + 25, a26 = seed + 26, a27 = seed + 27, a28 = seed + 28, a29 = seed + 29,
            a30 = seed + 30, a31 = seed + 31, a32 = seed + 32, a33 = seed + 33, a34 = seed + 34, a35 = seed + 35,
            a36 = seed + 36, a37 = seed + 37, a38 = seed + 38, a39 = seed + 39, a40 = seed + 40, a41 = seed + 41,
            a42 = seed + 42, a43 = seed + 43, a44 = seed + 44, a45 = seed + 45, a46 = seed + 46, a47 = seed + 47,
            a48 = seed + 48, a49 = seed + 49, a50 = seed + 50, a51 = seed + 51, a52 = seed + 52, a53 = seed + 53,
            a54 = seed + 54, a55 = seed + 55, a56 = seed + 56, a57 = seed + 57, a58 = seed + 58, a59 = seed + 59,
            a60 = seed + 60, a61 = seed + 61, a62 = seed + 62, a63 = seed + 63, a64 = seed + 64, a65 = seed + 65,
            a66 = seed + 66, a67 = seed + 67, a68 = seed + 68, a69 = seed + 69, a70 = seed + 70, a71 = seed + 71,
            a72 = seed + 72, a73 = seed + 73, a74 = seed + 74, a75 = seed + 75, a76 = seed + 76, a77 = seed + 77,
            a78 = seed + 78, a79 = seed + 79, a80 = seed + 80, a81 = seed + 81, a82 = seed + 82, a83 = seed + 83,
            a84 = seed + 84, a85 = seed + 85, a86 = seed + 86, a87 = seed + 87, a88 = seed + 88, a89 = seed + 89,
            a90 = seed + 90, a91 = seed + 91, a92 = seed + 92, a93 = seed + 93, a94 = seed + 94, a95 = seed + 95,
            a96 = seed + 96, a97 = seed + 97, a98 = seed + 98, a99 = seed + 99, a100 = seed + 100, a101 = seed + 101,
            a102 = seed + 102, a103 = seed + 103, a104 = seed + 104, a105 = seed + 105, a106 = seed + 106,
            a107 = seed + 107, a108 = seed + 108, a109 = seed + 109, a110 = seed + 110, a111 = seed + 111,
            a112 = seed + 112, a113 = seed + 113, a114 = seed + 114, a115 = seed + 115, a116 = seed + 116,
            a117 = seed + 117, a118 = seed + 118, a119 = seed + 119;
            return bottom(
                    a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20,
                    a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39,
                    a40, a41, a42, a43, a44, a45, a46, a47, a48, a49, a50, a51, a52, a53, a54, a55, a56, a57, a58,
                    a59, a60, a61, a62, a63, a64, a65, a66, a67, a68, a69, a70, a71, a72, a73, a74, a75, a76, a77,
                    a78, a79, a80, a81, a82, a83, a84, a85, a86, a87, a88, a89, a90, a91, a92, a93, a94, a95, a96,
                    a97, a98, a99, a100, a101, a102, a103, a104, a105, a106, a107, a108, a109, a110, a111, a112, a113,
                    a114, a115, a116, a117, a118, a119);
        }
        return descend(frames - 1, seed) + 1;
    }

    /** Too long to be inlined: then its caller would need no room for the arguments. */
    @SuppressWarnings("TooManyParameters")
    private static long bottom(
            long a0, long a1, long a2, long a3, long a4, long a5, long a6, long a7, long a8, long a9, long a10,
            long a11, long a12, long a13, long a14, long a15, long a16, long a17, long a18, long a19, long a20,
            long a21, long a22, long a23, long a24, long a25, long a26, long a27, long a28, long a29, long a30,
            long a31, long a32, long a33, long a34, long a35, long a36, long a37, long a38, long a39, long a40,
            long a41, long a42, long a43, long a44, long a45, long a46, long a47, long a48, long a49, long a50,
            long a51, long a52, long a53, long a54, long a55, long a56, long a57, long a58, long a59, long a60,
            long a61, long a62, long a63, long a64, long a65, long a66, long a67, long a68, long a69, long a70,
            long a71, long a72, long a73, long a74, long a75, long a76, long a77, long a78, long a79, long a80,
            long a81, long a82, long a83, long a84, long a85, long a86, long a87, long a88, long a89, long a90,
            long a91, long a92, long a93, long a94, long a95, long a96, long a97, long a98, long a99, long a100,
            long a101, long a102, long a103, long a104, long a105, long a106, long a107, long a108, long a109,
            long a110, long a111, long a112, long a113, long a114, long a115, long a116, long a117, long a118,
            long a119) {
        if (a0 != 0) {
            return a119;
        }
        return a0 ^ a1 ^ a2 ^ a3 ^ a4 ^ a5 ^ a6 ^ a7 ^ a8 ^ a9 ^ a10 ^ a11 ^ a12 ^ a13 ^ a14 ^ a15 ^ a16 ^ a17
                    ^ a18 ^ a19 ^ a20 ^ a21 ^ a22 ^ a23 ^ a24 ^ a25 ^ a26 ^ a27 ^ a28 ^ a29 ^ a30 ^ a31 ^ a32 ^ a33
                    ^ a34 ^ a35 ^ a36 ^ a37 ^ a38 ^ a39 ^ a40 ^ a41 ^ a42 ^ a43 ^ a44 ^ a45 ^ a46 ^ a47 ^ a48 ^ a49
                    ^ a50 ^ a51 ^ a52 ^ a53 ^ a54 ^ a55 ^ a56 ^ a57 ^ a58 ^ a59 ^ a60 ^ a61 ^ a62 ^ a63 ^ a64 ^ a65
                    ^ a66 ^ a67 ^ a68 ^ a69 ^ a70 ^ a71 ^ a72 ^ a73 ^ a74 ^ a75 ^ a76 ^ a77 ^ a78 ^ a79 ^ a80 ^ a81
                    ^ a82 ^ a83 ^ a84 ^ a85 ^ a86 ^ a87 ^ a88 ^ a89 ^ a90 ^ a91 ^ a92 ^ a93 ^ a94 ^ a95 ^ a96 ^ a97
                    ^ a98 ^ a99 ^ a100 ^ a101 ^ a102 ^ a103 ^ a104 ^ a105 ^ a106 ^ a107 ^ a108 ^ a109 ^ a110 ^ a111
                    ^ a112 ^ a113 ^ a114 ^ a115 ^ a116 ^ a117 ^ a118 ^ a119;
    }
    // spotless:on
}
