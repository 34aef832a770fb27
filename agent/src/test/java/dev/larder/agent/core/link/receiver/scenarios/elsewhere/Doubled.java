package dev.larder.agent.core.link.receiver.scenarios.elsewhere;

/** Overrides what {@link Priced} lets its own package override, and lets everybody override that. */
public class Doubled extends Priced {

    protected Doubled(int price) {
        super(price);
    }

    @Override
    public int price() {
        return 2 * super.price();
    }
}
