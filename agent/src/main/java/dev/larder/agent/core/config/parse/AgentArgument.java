package dev.larder.agent.core.config.parse;

import java.util.ArrayList;
import java.util.List;

/**
 * The text after {@code -javaagent:larder-agent.jar=}.
 *
 * <p><b>Shape.</b> {@code key=value} items separated by commas; a comma in a value is written twice. Blank items are
 * ignored, keys and values trimmed.
 *
 * <p><b>Why</b> doubled commas and no quotes or backslashes: shells, Docker files and {@code JAVA_TOOL_OPTIONS} each
 * process those differently.
 */
final class AgentArgument {

    /** @param value empty, and {@code hasValue} false, where there is no equals sign */
    record Item(String key, String value, boolean hasValue) {

        private static Item of(String text) {
            int equals = text.indexOf('=');
            return equals < 0
                    ? new Item(text.trim(), "", false)
                    : new Item(
                            text.substring(0, equals).trim(),
                            text.substring(equals + 1).trim(),
                            true);
        }
    }

    private AgentArgument() {}

    static List<Item> parse(String argument) {
        List<Item> items = new ArrayList<>();
        StringBuilder item = new StringBuilder();
        for (int i = 0; i < argument.length(); i++) {
            char c = argument.charAt(i);
            if (c != ',') {
                item.append(c);
            } else if (argument.startsWith(",,", i)) {
                item.append(c);
                i++;
            } else {
                finish(item, items);
            }
        }
        finish(item, items);
        return items;
    }

    private static void finish(StringBuilder item, List<Item> items) {
        if (!item.toString().isBlank()) {
            items.add(Item.of(item.toString()));
        }
        item.setLength(0);
    }
}
