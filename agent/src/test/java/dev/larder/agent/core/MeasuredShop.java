package dev.larder.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;

/** As weaving leaves it, without the methods that the call sites stand for, but for what tells their declared types. */
final class MeasuredShop {

    static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }

    String find(long id) {
        throw new AssertionError("The call site is called in its place: " + id);
    }

    private String find$uncached(long id) {
        return "item " + id;
    }

    String findIn(long id, long shop) {
        throw new AssertionError("As above: " + id + ", " + shop);
    }

    private String findIn$uncached(long id, long shop) {
        return "item " + id + " in " + shop;
    }

    void move(long id) {
        throw new AssertionError("As above: " + id);
    }

    private void move$uncached(long id) {
        assertThat(id).isNotNegative();
    }

    String rename(long id) {
        throw new AssertionError("As above: " + id);
    }

    private String rename$uncached(long id) {
        return "new name of " + id;
    }
}
