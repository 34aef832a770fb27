/**
 * The measurements: one operation each, on whatever subject the parameter names. JMH finds and runs them, each in JVMs
 * of its own.
 */
@NullMarked
package dev.larder.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
