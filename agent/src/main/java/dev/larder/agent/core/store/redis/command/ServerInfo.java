package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.store.remote.Lineage;
import java.util.HashMap;
import java.util.Map;

/**
 * What one server answers to {@code INFO}: lines of {@code <field>:<content>}.
 *
 * <p><b>Threads.</b> Immutable.
 */
public final class ServerInfo {

    private final Map<String, String> fields;

    private ServerInfo(Map<String, String> fields) {
        this.fields = fields;
    }

    public static ServerInfo of(String... sections) {
        Map<String, String> fields = new HashMap<>();
        for (String section : sections) {
            section.lines().forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    fields.put(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                }
            });
        }
        return new ServerInfo(fields);
    }

    /** 0 if it does not say. */
    public long usedMemoryBytes() {
        return number("used_memory");
    }

    /** Whether it says enough for {@link #lineage}; some servers that imitate Redis do not. */
    public boolean tellsLineage() {
        return !text("run_id").isEmpty() && !text("master_replid").isEmpty();
    }

    /** Whether it follows another server, whose data it has or is about to have. */
    public boolean isReplica() {
        return text("role").equals("slave");
    }

    /** An id of zeros stands for none. */
    public Lineage.Server lineage() {
        return new Lineage.Server(
                text("run_id"),
                text("master_replid"),
                number("master_repl_offset"),
                text("master_replid2").replaceFirst("^0+$", ""),
                number("second_repl_offset"));
    }

    private String text(String field) {
        return fields.getOrDefault(field, "");
    }

    private long number(String field) {
        String digits = text(field);
        return digits.matches("-?\\d{1,18}") ? Long.parseLong(digits) : 0;
    }
}
