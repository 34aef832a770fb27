package dev.larder.agent.core.link.receiver.scenarios;

import java.util.ArrayList;
import java.util.List;

/** Data that the services of several scenarios hold. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
final class Held {

    private Held() {}

    record Money(int cents) {}

    static class Settings {
        int number;
        String currency = "EUR";
        final List<Item> items = new ArrayList<>();

        Settings(int number) {
            this.number = number;
            items.add(new Item(number));
        }

        int number() {
            return number;
        }

        void setNumber(int number) {
            this.number = number;
        }

        List<Item> items() {
            return items;
        }

        String got() {
            return "got " + number;
        }
    }

    static class Item {
        final int number;

        Item(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        @Override
        public String toString() {
            return "got " + number;
        }
    }

    static class Range<T> {
        final T from;
        final T to;

        Range(T from, T to) {
            this.from = from;
            this.to = to;
        }

        T from() {
            return from;
        }

        T to() {
            return to;
        }
    }
}
