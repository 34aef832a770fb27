/**
 * Applications for tests to attach the packed agent to. They run in JVMs of their own and know nothing of the agent;
 * {@link dev.larder.agent.apps.ObedientJvm} is the test's end of the one that takes commands.
 */
package dev.larder.agent.apps;
