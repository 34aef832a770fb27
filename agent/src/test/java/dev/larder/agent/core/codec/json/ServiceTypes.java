package dev.larder.agent.core.codec.json;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Classes as ordinary services have them. */
final class ServiceTypes {

    private ServiceTypes() {}

    record Item(long id, String name, BigDecimal price, Instant changed) {}

    enum State {
        OPEN,
        PAID {
            @Override
            boolean isFinal() {
                return true;
            }
        };

        boolean isFinal() {
            return false;
        }
    }

    /** With setters, a default constructor and a list, as beans have it. */
    static class Customer {
        long id;

        @Nullable
        String name;

        List<Item> wishes = new ArrayList<>();

        static Customer of(long id) {
            Customer made = new Customer();
            made.id = id;
            made.name = "name " + id;
            made.wishes.add(item(id));
            return made;
        }
    }

    static final class CompanyCustomer extends Customer {
        @Nullable
        String taxNumber;

        State state = State.PAID;

        static CompanyCustomer of(String taxNumber) {
            CompanyCustomer made = new CompanyCustomer();
            made.taxNumber = taxNumber;
            return made;
        }
    }

    /** What Lombok makes of {@code @Value}: final fields, no default constructor. */
    static final class Price {
        private final BigDecimal amount;
        private final String currency;

        Price(BigDecimal amount, String currency) {
            this.amount = amount;
            this.currency = currency;
        }

        @Override
        public String toString() {
            return amount + currency;
        }
    }

    record PageOf<T>(List<T> content, int number, long total) {}

    /** A tree with parent links. */
    static final class Category {
        final String name;

        @Nullable
        Category parent;

        final List<Category> children = new ArrayList<>();

        Category(String name) {
            this.name = name;
        }

        static Category tree() {
            Category root = new Category("root");
            for (String name : List.of("a", "b")) {
                Category child = new Category(name);
                child.parent = root;
                root.children.add(child);
            }
            return root;
        }
    }

    sealed interface Payment permits Card, Transfer {}

    record Card(String last4) implements Payment {}

    record Transfer(String iban) implements Payment {}

    interface Shape {
        double area();
    }

    record Circle(double radius) implements Shape {
        @Override
        public double area() {
            return Math.PI * radius * radius;
        }
    }

    record Square(double side) implements Shape {
        @Override
        public double area() {
            return side * side;
        }
    }

    abstract static class Document {
        String title = "t";
    }

    static final class Invoice extends Document {
        int lines = 3;
    }

    static final class Attributes {
        final Map<String, Object> byName = new HashMap<>();
    }

    /** Of two entities that refer to each other, as a mapper returns them. */
    static final class Author {
        String name = "n";
        final List<Book> books = new ArrayList<>();

        static Author withBooks() {
            Author author = new Author();
            author.books.add(new Book("x", author));
            author.books.add(new Book("y", author));
            return author;
        }
    }

    static final class Book {
        final String title;
        final Author author;

        Book(String title, Author author) {
            this.title = title;
            this.author = author;
        }
    }

    static Item item(long id) {
        return new Item(id, "item " + id, new BigDecimal("9.90"), Instant.ofEpochSecond(1_700_000_000L + id));
    }

    static List<Item> items(int count) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(item(i));
        }
        return items;
    }
}
