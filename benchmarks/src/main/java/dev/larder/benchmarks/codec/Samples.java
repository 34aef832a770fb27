package dev.larder.benchmarks.codec;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import tools.jackson.core.type.TypeReference;

/** Results such as services return, with their types. */
final class Samples {

    /** A value and its declared type. */
    record Sample(Type type, Object value) {}

    enum Status {
        NEW,
        PAID,
        SHIPPED,
        CANCELLED
    }

    record Item(
            long id, String name, int quantity, BigDecimal price, Instant created, Status status, List<String> tags) {}

    record Address(String street, String city, int zip) {}

    record Line(Item item, int count) {}

    record Order(long id, Address address, List<Line> lines, Map<String, String> notes, Instant placed) {}

    /** Without what Jackson reads slowly. */
    static final class Plain {
        public long id;
        public String name = "";
        public int quantity;
        public boolean active;
        public double weight;
        public Status status = Status.NEW;
    }

    /** As {@link Item}, and mutable. */
    static final class Bean {
        public long id;
        public String name = "";
        public int quantity;
        public BigDecimal price = BigDecimal.ZERO;
        public Instant created = Instant.EPOCH;
        public Status status = Status.NEW;
        public List<String> tags = new ArrayList<>();
    }

    private Samples() {}

    static Map<String, Sample> all() {
        Map<String, Sample> all = new LinkedHashMap<>();
        all.put("a list of 100 records", sample(new TypeReference<List<Item>>() {}, list(100, Samples::item)));
        all.put("a list of 100 mutable objects", sample(new TypeReference<List<Bean>>() {}, list(100, Samples::bean)));
        all.put(
                "a list of 100 mutable objects of plain fields",
                sample(new TypeReference<List<Plain>>() {}, list(100, Samples::plain)));
        Map<String, List<Item>> map = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            map.put("key-" + i, list(4, Samples::item));
        }
        all.put("a map of 50 lists of 4 records", sample(new TypeReference<Map<String, List<Item>>>() {}, map));
        all.put("one mutable object", sample(new TypeReference<Bean>() {}, bean(7)));
        all.put("an order of 20 lines", sample(new TypeReference<Order>() {}, order()));
        return all;
    }

    private static Sample sample(TypeReference<?> type, Object value) {
        return new Sample(type.getType(), value);
    }

    private static <T> List<T> list(int size, IntFunction<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(element.apply(i));
        }
        return list;
    }

    private static Item item(int i) {
        return new Item(
                1_000_000_007L * i,
                "Product number " + i,
                i % 50,
                BigDecimal.valueOf(1_999 + i * 37L, 2),
                Instant.ofEpochMilli(1_700_000_000_000L + i * 7_777_123L),
                Status.values()[i % 4],
                new ArrayList<>(List.of("tag-" + i % 7, "blue", "size " + i % 3)));
    }

    private static Bean bean(int i) {
        Item item = item(i);
        Bean bean = new Bean();
        bean.id = item.id();
        bean.name = item.name();
        bean.quantity = item.quantity();
        bean.price = item.price();
        bean.created = item.created();
        bean.status = item.status();
        bean.tags = item.tags();
        return bean;
    }

    private static Plain plain(int i) {
        Plain plain = new Plain();
        plain.id = 1_000_000_007L * i;
        plain.name = "Product number " + i;
        plain.quantity = i % 50;
        plain.active = i % 2 == 0;
        plain.weight = i / 4.0;
        plain.status = Status.values()[i % 4];
        return plain;
    }

    private static Order order() {
        return new Order(
                3,
                new Address("Main street 3", "Hamburg", 20_095),
                list(20, i -> new Line(item(i), i)),
                new HashMap<>(Map.of("gift", "yes", "hint", "ring twice")),
                Instant.ofEpochSecond(1_700_000_000L));
    }
}
