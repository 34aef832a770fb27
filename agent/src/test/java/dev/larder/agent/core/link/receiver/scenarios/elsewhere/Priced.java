package dev.larder.agent.core.link.receiver.scenarios.elsewhere;

import dev.larder.Cached;

/** Has a method that only its package can override. */
public class Priced {

    private final int price;

    protected Priced(int price) {
        this.price = price;
    }

    int price() {
        return price;
    }

    @Cached(ttl = 60)
    public String label(int number) {
        return number + " for " + number * price();
    }
}
