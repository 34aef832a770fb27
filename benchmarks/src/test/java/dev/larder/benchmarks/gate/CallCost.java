package dev.larder.benchmarks.gate;

import com.sun.management.ThreadMXBean;
import dev.larder.benchmarks.catalog.CacheLimits;
import dev.larder.benchmarks.catalog.Catalog;
import dev.larder.benchmarks.catalog.Subject;
import dev.larder.benchmarks.catalog.Switched;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * What a hit costs beside the hand-written one, and a call that is switched off beside a plain one; a program of its
 * own, since only a JVM with the agent can tell.
 *
 * <p><b>Why it holds on a busy machine.</b> Both sides take turns of a few milliseconds in one JVM. The best turn of
 * each is the one least disturbed, and neighbours were disturbed alike; of the two ratios that follow the lower one
 * counts, since disturbance only adds.
 */
final class CallCost {

    private static final int ENTRIES = 1_024;
    private static final int CALLS = 40_000;
    private static final int WARMUPS = 60;
    private static final int TURNS = 200;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long sum;

    private CallCost() {}

    /** The arguments: {@code larder} or {@code slowed}. */
    public static void main(String[] arguments) {
        CacheLimits limits = CacheLimits.ofThisJvm();
        Catalog byHand = Subject.HAND.open(limits);
        Catalog measured = arguments[0].equals("larder")
                ? Subject.LARDER_MEMORY.open(limits)
                : new Slowed(Subject.HAND.open(limits));
        Switched switched = new Switched();
        CallCost cost = new CallCost();

        IntToLongFunction hand = call -> byHand.byId(call % ENTRIES).id();
        IntToLongFunction other = call -> measured.byId(call % ENTRIES).id();
        System.out.println("ratio=" + cost.ratio(other, hand));
        System.out.println("hitBytes=" + cost.bytes(other));
        System.out.println("offBytes=" + cost.bytes(switched::switchedOffInConfiguration));
        System.out.println("whenBytes=" + cost.bytes(switched::whenIsFalse));
        System.out.println("refusedBytes=" + cost.bytes(switched::refused));
        System.out.println("sum=" + cost.sum);
    }

    private double ratio(IntToLongFunction measured, IntToLongFunction standard) {
        long[] first = new long[TURNS];
        long[] second = new long[TURNS];
        double[] ratios = new double[TURNS];
        for (int turn = -WARMUPS; turn < TURNS; turn++) {
            long measuredNanos = time(measured);
            long standardNanos = time(standard);
            if (turn >= 0) {
                first[turn] = measuredNanos;
                second[turn] = standardNanos;
                ratios[turn] = (double) measuredNanos / standardNanos;
            }
        }
        Arrays.sort(first);
        Arrays.sort(second);
        Arrays.sort(ratios);
        return Math.min((double) first[0] / second[0], ratios[TURNS / 2]);
    }

    private long time(IntToLongFunction method) {
        long startNanos = System.nanoTime();
        call(method);
        return System.nanoTime() - startNanos;
    }

    /** For each call, once the JIT has done what it does. */
    private double bytes(IntToLongFunction method) {
        for (int turn = 0; turn < WARMUPS; turn++) {
            call(method);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        call(method);
        return (double) (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
    }

    private void call(IntToLongFunction method) {
        for (int call = 0; call < CALLS; call++) {
            sum += method.applyAsLong(call);
        }
    }
}
