/**
 * Connects the libraries inside the agent to the agent's own log, at {@code larder.log.level=DEBUG} only.
 *
 * <p>Entry point: {@link dev.larder.agent.core.slf4j.AgentLogServiceProvider}, which SLF4J finds as a service. Without
 * it SLF4J prints to the application's standard error, and Netty uses {@code java.util.logging}.
 */
@NullMarked
package dev.larder.agent.core.slf4j;

import org.jspecify.annotations.NullMarked;
