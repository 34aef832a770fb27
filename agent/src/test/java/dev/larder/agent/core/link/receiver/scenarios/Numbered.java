package dev.larder.agent.core.link.receiver.scenarios;

/** Makes a service that holds the number {@code n} somehow, and returns what its method says: {@code got n}. */
public interface Numbered {
    String call(int n);
}
