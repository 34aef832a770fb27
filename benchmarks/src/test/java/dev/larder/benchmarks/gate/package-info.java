/**
 * Keeps changes from making calls dearer. What it looks at holds on a machine that is busy with other things: bytes, which
 * are exact, and ratios within one JVM.
 */
package dev.larder.benchmarks.gate;
