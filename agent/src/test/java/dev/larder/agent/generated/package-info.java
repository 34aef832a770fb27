/** Types that nobody thought of: made of a seed, compiled, and exchanged between JVMs through a real Redis. */
package dev.larder.agent.generated;
