package dev.larder.agent.generated;

/** How many objects a generated value may still get; places nest in each other, so without a bound it would have millions. */
final class Budget {

    private int left;

    void refill(int objects) {
        left = objects;
    }

    void spend() {
        left--;
    }

    boolean isSpent() {
        return left <= 0;
    }
}
