package dev.larder.benchmarks.run;

/**
 * What a program holds once it is ready.
 *
 * @param program what was started
 * @param agent whether it ran with the agent
 * @param classes loaded
 * @param sharedClasses of these, taken from the JVM's archive of class data
 * @param heapBytes in use after garbage collection
 */
public record Footprint(
        Program program, int jdk, boolean agent, long classes, long sharedClasses, long threads, long heapBytes) {}
