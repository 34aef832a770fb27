package dev.larder.agent.oracle;

import dev.larder.agent.fixtures.EditedJar;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Copies of the packed agent that lack one of the things which keep old values away. */
enum BrokenBuild {
    /** A load that was overtaken by an eviction stores what it has read. */
    STORES_WITHOUT_LEASE(
            "store.lua", Map.of("if not lease then", "if false then", "if token_of(lease) ~=", "if false and nil ~=")),

    /** Of two writers at the same time, the one that committed first stores last. */
    PUTS_WITHOUT_LEASE(
            "store.lua",
            Map.of(
                    "if not lease then", "if ARGV[6] ~= 'all' and not lease then",
                    "if token_of(lease) ~=", "if ARGV[6] ~= 'all' and token_of(lease) ~=")),

    /** A refresh replaces whatever value is there when it ends, also one that was loaded after an eviction. */
    REFRESHES_ANY_VERSION("replace.lua", Map.of("version_of_value(stored) ~= ARGV[2]", "false")),

    /** A tag that was evicted comes back with the version it had, and so do the entries that carry it. */
    TAGS_COME_BACK(
            "tag.lua",
            Map.of("'SET', KEYS[1], ARGV[1],", "'SET', KEYS[1], 'first',", "return ARGV[1]", "return 'first'"));

    private static final String SCRIPTS = "core/dev/larder/agent/core/store/redis/command/scripts/";

    private final String script;
    private final Map<String, String> edits;

    BrokenBuild(String script, Map<String, String> edits) {
        this.script = script;
        this.edits = edits;
    }

    Path jar(Path directory) throws IOException {
        Set<String> missing = new HashSet<>(edits.keySet());
        Path jar = EditedJar.copy(PackedAgent.jar(), directory.resolve(name() + ".jar"), (entry, bytes) -> {
            if (!entry.equals(SCRIPTS + script)) {
                return bytes;
            }
            String source = new String(bytes, StandardCharsets.UTF_8);
            missing.removeIf(source::contains);
            for (Map.Entry<String, String> edit : edits.entrySet()) {
                source = source.replace(edit.getKey(), edit.getValue());
            }
            return source.getBytes(StandardCharsets.UTF_8);
        });
        if (!missing.isEmpty()) {
            throw new AssertionError("Nothing to break in " + script + ": it has no " + missing);
        }
        return jar;
    }
}
