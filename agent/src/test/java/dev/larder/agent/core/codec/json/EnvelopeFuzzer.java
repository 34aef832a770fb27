package dev.larder.agent.core.codec.json;

import com.sun.management.ThreadMXBean;
import dev.larder.agent.apps.CanonicalDump;
import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.FuzzTarget.Wrapping;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads changed envelopes as calls do, and holds every answer against what is promised: a value or a {@link CodecException} and
 * nothing else, soon, in bounded memory, with no class loaded; a value of the declared type, which the same codec can write again;
 * and under a checksum the original value or none.
 *
 * <p>Inputs whose answer is new (another message, another class) are changed further. The same seed makes the same inputs.
 *
 * <p><b>Threads.</b> Confined to one, whose memory and CPU time are measured.
 */
final class EnvelopeFuzzer {

    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long MOST_BASE_BYTES = 1 << 20;
    private static final int MOST_BYTES_EACH = 200;
    private static final int MOST_INPUTS = 20_000;
    private static final int ORIGINALS_EVERY = 64;
    private static final int LONGEST_DUMP = 3_000;
    private static final int TRIES = 3;

    private record Input(FuzzTarget target, byte[] envelope) {}

    /** What a read came to; {@code value} is for no failure alone. */
    private record Outcome(String kind, boolean isValue, Object value) {}

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final FuzzCorpus corpus;
    private final long seed;
    private final Random random;
    private final EnvelopeMutator mutator;
    private final List<Input> inputs = new ArrayList<>();
    private final int originals;
    private final Set<String> kinds = new HashSet<>();
    private long reads;
    private long values;
    private long slowestNanos;
    private long mostBytes;

    EnvelopeFuzzer(FuzzCorpus corpus, long seed) {
        this.corpus = corpus;
        this.seed = seed;
        this.random = new Random(seed);
        this.mutator = new EnvelopeMutator(random, corpus.words());
        corpus.targets().forEach(target -> inputs.add(new Input(target, target.sample())));
        this.originals = inputs.size();
    }

    /** Reads that many changed envelopes. */
    void run(long count) throws CodecException {
        for (long i = 0; i < count; i++) {
            Input input = inputs.get(random.nextInt(random.nextBoolean() ? originals : inputs.size()));
            byte[] donor = inputs.get(random.nextInt(inputs.size())).envelope;
            if (random.nextInt(4) > 0) {
                read(input.target, mutator.changed(input.envelope, donor));
            } else if (random.nextBoolean()) {
                readWrapped(input.target, mutator.changed(input.envelope, donor));
            } else {
                readDamaged(input, donor);
            }
            if (i % ORIGINALS_EVERY == 0) {
                readOriginal(input.target);
            }
        }
    }

    String report() {
        return String.format(
                "seed %d: %,d reads of %d types, %,d of them values; %,d kinds of answers; slowest read %.1f ms, most memory"
                        + " %,d bytes beyond %d for each byte",
                seed,
                reads,
                corpus.targets().size(),
                values,
                kinds.size(),
                slowestNanos / 1e6,
                mostBytes,
                MOST_BYTES_EACH);
    }

    private void read(FuzzTarget target, byte[] envelope) {
        Outcome outcome = outcome(Wrapping.PLAIN, target, envelope, envelope.length);
        if (outcome.isValue) {
            requireWritable(target, envelope, outcome.value);
        }
        if (inputs.size() < MOST_INPUTS && kinds.add(target.name() + ' ' + outcome.kind)) {
            inputs.add(new Input(target, envelope));
        }
    }

    /** What an attacker can do who knows the form of the wrapping, or its key. */
    private void readWrapped(FuzzTarget target, byte[] envelope) throws CodecException {
        Wrapping wrapping = random.nextBoolean() ? Wrapping.DEFLATED : Wrapping.SEALED;
        boolean lies = wrapping == Wrapping.DEFLATED && random.nextInt(4) == 0 && envelope.length >= 2;
        byte[] stored = lies
                ? FuzzTarget.deflated(envelope, random.nextInt() >> random.nextInt(32))
                : wrapping.wrap(target, envelope);
        Outcome plain = outcome(Wrapping.PLAIN, target, envelope, envelope.length);
        Outcome wrapped = outcome(wrapping, target, stored, Math.max(envelope.length, stored.length));
        if (wrapped.isValue && !(plain.isValue && isSame(plain.value, wrapped.value, envelope.length))) {
            throw failure(target, stored, wrapping + " differs from what is in it");
        }
    }

    /** What is changed under a checksum is the original value or none. */
    private void readDamaged(Input input, byte[] donor) throws CodecException {
        Wrapping wrapping = random.nextBoolean() ? Wrapping.DEFLATED : Wrapping.SEALED;
        byte[] whole = wrapping.wrap(input.target, input.envelope);
        byte[] donated = random.nextBoolean() ? wrapping.wrap(input.target, donor) : donor;
        byte[] stored = mutator.damaged(whole, donated);
        Outcome outcome = outcome(wrapping, input.target, stored, stored.length * 16L);
        if (!outcome.isValue || isAllOf(donated, stored)) {
            return;
        }
        if (wrapping == Wrapping.DEFLATED && stored[1] != Envelope.DEFLATED) {
            return; // of a kind that has no checksum
        }
        Outcome original = outcome(wrapping, input.target, whole, input.envelope.length);
        if (!original.isValue || !isSame(original.value, outcome.value, input.envelope.length)) {
            throw failure(input.target, stored, "a changed " + wrapping + " value passes");
        }
    }

    /** But for the first byte, which no checksum covers: it says what the others mean. */
    private static boolean isAllOf(byte[] whole, byte[] stored) {
        return whole.length > 0 && stored.length > 0 && Arrays.equals(whole, 1, whole.length, stored, 1, stored.length);
    }

    /** Whatever was read before. */
    private void readOriginal(FuzzTarget target) {
        try {
            Object value = Wrapping.PLAIN.read(target, target.sample());
            if (!CanonicalDump.of(value).equals(CanonicalDump.of(Wrapping.PLAIN.read(target, target.sample())))) {
                throw failure(target, target.sample(), "the original reads in two ways");
            }
        } catch (CodecException e) {
            throw failure(target, target.sample(), "the original is refused: " + e.getMessage());
        }
    }

    private Outcome outcome(Wrapping wrapping, FuzzTarget target, byte[] stored, long length) {
        Outcome outcome = measured(wrapping, target, stored, length, 1);
        if (!corpus.sprung().isEmpty()) {
            throw failure(target, stored, "classes were loaded: " + corpus.sprung());
        }
        reads++;
        values += outcome.isValue ? 1 : 0;
        return outcome;
    }

    /** Only what exceeds a limit each time counts: the compiler, and the first use of a class, count once. */
    private Outcome measured(Wrapping wrapping, FuzzTarget target, byte[] stored, long length, int attempt) {
        long bytesBefore = thread.getCurrentThreadAllocatedBytes();
        long before = thread.getCurrentThreadCpuTime();
        Outcome outcome = answer(wrapping, target, stored);
        long nanos = thread.getCurrentThreadCpuTime() - before;
        long bytes = thread.getCurrentThreadAllocatedBytes() - bytesBefore - length * MOST_BYTES_EACH;
        if (nanos < MOST_NANOS && bytes < MOST_BASE_BYTES) {
            slowestNanos = Math.max(slowestNanos, nanos);
            mostBytes = Math.max(mostBytes, bytes);
            return outcome;
        }
        if (attempt < TRIES) {
            return measured(wrapping, target, stored, length, attempt + 1);
        }
        throw failure(target, stored, wrapping + " took " + nanos / 1_000_000 + " ms and " + bytes + " bytes");
    }

    private Outcome answer(Wrapping wrapping, FuzzTarget target, byte[] stored) {
        try {
            Object value = wrapping.read(target, stored);
            return new Outcome(
                    "value " + (value == null ? "null" : value.getClass().getName()), true, value);
        } catch (CodecException e) {
            if (e.getCause() != null) {
                throw failure(target, stored, "a cause, which may have content: " + e.getCause());
            }
            return new Outcome(e.getMessage().replaceAll("\\d+", "#"), false, e);
        } catch (Throwable e) {
            AssertionError failure = failure(target, stored, "a " + e.getClass().getName());
            failure.initCause(e);
            throw failure;
        }
    }

    /** What does not have the declared type cannot be written again. */
    private void requireWritable(FuzzTarget target, byte[] stored, Object value) {
        try {
            byte[] written = target.codec().encode(value);
            Object copy = target.codec().decode(written);
            if (!isSame(value, copy, stored.length)) {
                throw failure(target, stored, "the value differs when it is written again");
            }
        } catch (CodecException e) {
            throw failure(target, stored, "the value cannot be written again: " + e.getMessage());
        }
    }

    /** Longer ones are taken as the same: what is sorted for the comparison is compared often. */
    private static boolean isSame(Object one, Object other, int length) {
        return length > LONGEST_DUMP || CanonicalDump.of(one).equals(CanonicalDump.of(other));
    }

    private AssertionError failure(FuzzTarget target, byte[] stored, String what) {
        return new AssertionError("Seed " + seed + ", after " + reads + " reads, a " + target.name() + ": " + what
                + "\nStored: " + Base64.getEncoder().encodeToString(stored) + "\nAs text: "
                + RoundTrip.text(stored.length < 2 ? new byte[2] : stored));
    }
}
