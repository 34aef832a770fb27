/**
 * The stale oracle: drives a fleet of JVMs with the packed agent at random, breaks what can break, and checks of every
 * read that it was not older than an eviction that had returned before.
 *
 * <p>{@link dev.larder.agent.oracle.StaleOracleIT} is the start. What is promised, and so checked, is written in
 * {@link dev.larder.agent.oracle.StaleChecker}.
 */
package dev.larder.agent.oracle;
