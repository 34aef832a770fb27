/** Applications for tests to attach the packed agent to. They run in JVMs of their own and know nothing of the agent. */
package dev.larder.agent.apps;
