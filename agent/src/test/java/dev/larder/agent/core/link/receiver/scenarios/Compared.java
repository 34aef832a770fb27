package dev.larder.agent.core.link.receiver.scenarios;

import java.util.List;

/** Makes two objects, calls a method on both, and says what it should have returned and what it did. */
public interface Compared {
    List<List<Object>> calls();

    static List<Object> check(Object wanted, Object got) {
        return List.of(wanted, got);
    }
}
