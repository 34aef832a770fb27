package dev.larder.agent.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.EditedJar;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Copies of the packed agent that lack one of the things which keep old values away. */
enum BrokenBuild {
    /** A load that was overtaken by an eviction stores what it has read. */
    STORES_WITHOUT_LEASE("store.lua", """
            if not lease then
              return 'evicted'
            end
            if string.match(lease, '^(.*):%d+$') ~= ARGV[2] then
              return 'taken'
            end
            """, "");

    private static final String SCRIPTS = "core/dev/larder/agent/core/store/redis/scripts/";

    private final String script;
    private final String what;
    private final String with;

    BrokenBuild(String script, String what, String with) {
        this.script = script;
        this.what = what;
        this.with = with;
    }

    Path jar(Path directory) throws IOException {
        AtomicInteger edits = new AtomicInteger();
        Path jar = EditedJar.copy(PackedAgent.jar(), directory.resolve(name() + ".jar"), (entry, bytes) -> {
            if (!entry.equals(SCRIPTS + script)) {
                return bytes;
            }
            String source = new String(bytes, StandardCharsets.UTF_8);
            edits.addAndGet(source.contains(what) ? 1 : 0);
            return source.replace(what, with).getBytes(StandardCharsets.UTF_8);
        });
        assertThat(edits).as("places to break in " + script).hasValue(1);
        return jar;
    }
}
