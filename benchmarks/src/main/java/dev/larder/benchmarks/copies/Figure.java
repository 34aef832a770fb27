package dev.larder.benchmarks.copies;

import dev.larder.benchmarks.codec.PackedCodec;
import dev.larder.benchmarks.run.Checkout;
import dev.larder.benchmarks.turn.Pair;

/** What is compared. */
enum Figure {
    HIT("hit") {
        @Override
        Pair of(Kind kind, int maxEntries) {
            Products larder = new ByLarder(kind);
            Products hand = new ByHand(kind, maxEntries);
            Cursor ours = new Cursor();
            Cursor theirs = new Cursor();
            return new Pair(() -> larder.find(ours.next() % ENTRIES), () -> hand.find(theirs.next() % ENTRIES));
        }
    },
    MISS("miss") {
        @Override
        Pair of(Kind kind, int maxEntries) {
            return misses(kind, maxEntries, false);
        }
    },
    MISS_WITHOUT_BODY("miss, the body taking no time") {
        @Override
        Pair of(Kind kind, int maxEntries) {
            return misses(kind, maxEntries, true);
        }
    },
    COPY("what a hit copies, alone") {
        @Override
        Pair of(Kind kind, int maxEntries) throws Exception {
            AgentCopies agent = agent();
            Object value = kind.load(0);
            Object prototype = agent.prototypeOf(value);
            return new Pair(() -> agent.copyOf(prototype), () -> kind.copy(value));
        }
    },
    PROTOTYPE("what a miss copies, alone") {
        @Override
        Pair of(Kind kind, int maxEntries) throws Exception {
            AgentCopies agent = agent();
            Object value = kind.load(0);
            return new Pair(() -> agent.prototypeOf(value), () -> kind.copy(value));
        }
    };

    private static final int ENTRIES = 64;

    private final String label;

    Figure(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Larder, and the same by hand. */
    abstract Pair of(Kind kind, int maxEntries) throws Exception;

    /** Each call stores an entry; the cache is full soon, and then each also pushes one out. */
    private static Pair misses(Kind kind, int maxEntries, boolean isReady) {
        Products larder = new ByLarder(kind);
        Products hand = new ByHand(kind, maxEntries);
        larder.makeReady(isReady);
        hand.makeReady(isReady);
        Cursor ours = new Cursor();
        Cursor theirs = new Cursor();
        return new Pair(() -> larder.find(ours.next()), () -> hand.find(theirs.next()));
    }

    private static AgentCopies agent() throws Exception {
        return new AgentCopies(PackedCodec.loaderOf(Checkout.agentJar()));
    }

    /** Keys in order. */
    private static final class Cursor {
        private long next;

        long next() {
            return next++;
        }
    }
}
