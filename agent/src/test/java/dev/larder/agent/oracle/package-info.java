/**
 * The stale oracle: drives JVMs with the packed agent at random, breaks what can break, and checks of every read that it
 * was not older than an eviction that had returned before.
 *
 * <p>{@link dev.larder.agent.oracle.StaleOracleIT} makes millions of reads, which the processes check themselves while they
 * make them ({@link dev.larder.agent.oracle.Storm}). {@link dev.larder.agent.oracle.StaleScheduleIT} sends single steps and
 * checks their history afterwards ({@link dev.larder.agent.oracle.StaleChecker} says what is promised). Both are tried on
 * builds that break the promise.
 */
package dev.larder.agent.oracle;
