package dev.larder.agent.core.key.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Maps: their entries, in the order the map has, see {@link OwnOrder}, or sorted by their text where it has none. */
enum MapForm implements ValueForm {
    MAP("Map"),
    ORDERED_MAP("OrderedMap");

    private final String tag;

    MapForm(String tag) {
        this.tag = tag;
    }

    @Override
    public String tag() {
        return tag;
    }

    @Override
    public boolean isAlwaysNamed() {
        return this == ORDERED_MAP;
    }

    @Override
    public void write(Object value, DeclaredType declared, KeyWriter out) {
        if (value instanceof Properties properties && OwnState.hasDefaults(properties)) {
            throw new UnsupportedKeyException(
                    "a value of java.util.Properties with defaults in " + out.place() + " cannot be part of a key",
                    "Pass properties without defaults, or write a key.");
        }
        Map<?, ?> map = (Map<?, ?>) value;
        OwnState.checkFindsNoMore(map, map.keySet(), map::containsKey, out.place());
        if (this == MAP) {
            writeSorted(map, declared, out);
        } else {
            out.append(OwnOrder.nameOf(OwnOrder.comparatorOf(map), out.place()));
            writeInOrder(map, declared, out);
        }
    }

    private static void writeInOrder(Map<?, ?> map, DeclaredType declared, KeyWriter out) {
        out.append("(");
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            write(entry, declared, out);
            separator = ",";
        }
        out.append(")");
    }

    private static void writeSorted(Map<?, ?> map, DeclaredType declared, KeyWriter out) {
        List<String> entries = new ArrayList<>();
        int start = out.length();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            write(entry, declared, out);
            entries.add(out.cut(start));
        }
        out.pasteSorted(entries);
    }

    private static void write(Map.Entry<?, ?> entry, DeclaredType declared, KeyWriter out) {
        out.write(entry.getKey(), declared.argument(0, 2));
        out.append("=");
        out.write(entry.getValue(), declared.argument(1, 2));
    }
}
