package dev.larder.benchmarks.copies;

import java.util.ArrayList;
import java.util.List;

/** What lists and maps consist of. */
final class Values {

    record Product(long id, String name, int quantity, double price, boolean active) {}

    static final class Bean {
        private final long id;
        private String name;
        private int quantity;
        private double price;
        private boolean active;

        Bean(long id, String name, int quantity, double price, boolean active) {
            this.id = id;
            this.name = name;
            this.quantity = quantity;
            this.price = price;
            this.active = active;
        }

        Bean copy() {
            return new Bean(id, name, quantity, price, active);
        }

        /** Shows that it can change. */
        void order(int more) {
            quantity += more;
            price *= 0.99;
            active = true;
            name = name.strip();
        }
    }

    private Values() {}

    static Product product(long id) {
        return new Product(id, "Product number " + id, (int) (id % 50), id * 1.25, id % 2 == 0);
    }

    static Bean bean(long id) {
        return new Bean(id, "Product number " + id, (int) (id % 50), id * 1.25, id % 2 == 0);
    }

    @SuppressWarnings("unchecked")
    static Object copyOfBeans(Object list) {
        List<Bean> beans = (List<Bean>) list;
        List<Bean> copies = new ArrayList<>(beans.size());
        for (Bean bean : beans) {
            copies.add(bean.copy());
        }
        return copies;
    }
}
