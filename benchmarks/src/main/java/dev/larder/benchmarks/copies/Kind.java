package dev.larder.benchmarks.copies;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values that their callers may change. */
enum Kind {
    TEXTS("a list of 100 texts") {
        @Override
        Object load(long id) {
            return IntStream.range(0, MANY)
                    .mapToObj(i -> "Product number " + (id + i))
                    .collect(Collectors.toCollection(ArrayList::new));
        }

        @Override
        Object copy(Object value) {
            return new ArrayList<>((List<?>) value);
        }
    },
    RECORDS("a list of 100 records") {
        @Override
        Object load(long id) {
            List<Values.Product> list = new ArrayList<>(MANY);
            for (int i = 0; i < MANY; i++) {
                list.add(Values.product(id + i));
            }
            return list;
        }

        @Override
        Object copy(Object value) {
            return new ArrayList<>((List<?>) value);
        }
    },
    OBJECTS("a list of 100 mutable objects") {
        @Override
        Object load(long id) {
            List<Values.Bean> list = new ArrayList<>(MANY);
            for (int i = 0; i < MANY; i++) {
                list.add(Values.bean(id + i));
            }
            return list;
        }

        @Override
        Object copy(Object value) {
            return Values.copyOfBeans(value);
        }
    },
    EQUAL_OBJECTS("a list of 100 equal mutable objects") {
        @Override
        Object load(long id) {
            List<Values.Bean> list = new ArrayList<>(MANY);
            for (int i = 0; i < MANY; i++) {
                list.add(Values.bean(id));
            }
            return list;
        }

        @Override
        Object copy(Object value) {
            return Values.copyOfBeans(value);
        }
    },
    MAP("a map of 50 lists of 4 records") {
        @Override
        Object load(long id) {
            Map<String, List<Values.Product>> map = new HashMap<>();
            for (int i = 0; i < MANY / 2; i++) {
                List<Values.Product> list = new ArrayList<>();
                for (int j = 0; j < 4; j++) {
                    list.add(Values.product(id + j));
                }
                map.put("key-" + (id + i), list);
            }
            return map;
        }

        @Override
        Object copy(Object value) {
            Map<Object, Object> copy = new HashMap<>((Map<?, ?>) value);
            copy.replaceAll((key, list) -> new ArrayList<>((List<?>) list));
            return copy;
        }
    },
    OBJECT("one mutable object") {
        @Override
        Object load(long id) {
            return Values.bean(id);
        }

        @Override
        Object copy(Object value) {
            return ((Values.Bean) value).copy();
        }
    },
    GRAPH("1,000 objects that refer to each other") {
        @Override
        Object load(long id) {
            return Company.of(id);
        }

        @Override
        Object copy(Object value) {
            return ((Company) value).copy();
        }
    };

    private static final int MANY = 100;

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** The body of a method. */
    abstract Object load(long id);

    /** As one would write it by hand. */
    abstract Object copy(Object value);
}
