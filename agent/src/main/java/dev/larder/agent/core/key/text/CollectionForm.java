package dev.larder.agent.core.key.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Collections by the contract they keep, whatever their class: two of one contract are equal if their elements are. Those
 * of a set count in the order it has, see {@link OwnOrder}, or sorted by their text where it has none.
 *
 * <p>A collection that is neither list nor set has no contract about equality; its elements count in the order it
 * gives them.
 */
enum CollectionForm implements ValueForm {
    LIST("List"),
    SET("Set"),
    ORDERED_SET("OrderedSet"),
    COLLECTION("Collection");

    private final String tag;

    CollectionForm(String tag) {
        this.tag = tag;
    }

    @Override
    public String tag() {
        return tag;
    }

    @Override
    public boolean isAlwaysNamed() {
        return this == ORDERED_SET;
    }

    @Override
    public void write(Object value, DeclaredType declared, KeyWriter out) {
        DeclaredType element = declared.argument(0, 1);
        Collection<?> elements = (Collection<?>) value;
        if (this != LIST) {
            OwnState.checkFindsNoMore(elements, elements, elements::contains, out.place());
        }
        if (this == SET) {
            writeSorted(elements, element, out);
        } else {
            out.append(OwnOrder.nameOf(OwnOrder.comparatorOf(elements), out.place()));
            writeInOrder(elements, element, out);
        }
    }

    private static void writeInOrder(Collection<?> values, DeclaredType element, KeyWriter out) {
        out.append("(");
        String separator = "";
        for (Object item : values) {
            out.append(separator);
            out.write(item, element);
            separator = ",";
        }
        out.append(")");
    }

    private static void writeSorted(Collection<?> values, DeclaredType element, KeyWriter out) {
        List<String> items = new ArrayList<>();
        int start = out.length();
        for (Object item : values) {
            out.write(item, element);
            items.add(out.cut(start));
        }
        out.pasteSorted(items);
    }
}
