package dev.larder.agent.core.store;

import java.util.ArrayList;
import java.util.List;

/** All the orders in which the steps of several actors can follow each other. */
public final class Interleavings {

    private Interleavings() {}

    /** One order: which actor takes the next step. */
    public interface Order {
        void run(List<Integer> actors) throws StoreException;
    }

    /**
     * Runs every order once.
     *
     * @param steps how many steps each actor takes
     * @return how many orders there were
     */
    public static int run(List<Integer> steps, Order order) throws StoreException {
        return run(new ArrayList<>(steps), new ArrayList<>(), order);
    }

    private static int run(List<Integer> left, List<Integer> taken, Order order) throws StoreException {
        int orders = 0;
        for (int actor = 0; actor < left.size(); actor++) {
            if (left.get(actor) > 0) {
                left.set(actor, left.get(actor) - 1);
                taken.add(actor);
                orders += run(left, taken, order);
                taken.remove(taken.size() - 1);
                left.set(actor, left.get(actor) + 1);
            }
        }
        if (orders > 0) {
            return orders;
        }
        order.run(List.copyOf(taken));
        return 1;
    }
}
