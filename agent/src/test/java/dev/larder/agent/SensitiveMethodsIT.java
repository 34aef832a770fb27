package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.CustomersApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results that others must not read, in processes with one Redis. */
final class SensitiveMethodsIT {

    private static final String MAIL = "jane@x.test";

    @TempDir
    static Path directory;

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void h109_keyAndValue_appearNowhere(Jdk jdk) throws Exception {
        Path keys = keys("h109" + jdk.version(), line("digest", 9) + line("a", 1));
        try (RedisServer redis = RedisServer.start();
                Customers shop = new Customers(jdk, redis, "shop", keys)) {
            assertThat(shop.ask("find " + MAIL)).isEqualTo("shop1 1");
            assertThat(shop.ask("find " + MAIL)).isEqualTo("shop1 1");
            assertThat(shop.ask("find large" + MAIL)).isEqualTo("shop2 5000");
            assertThat(shop.ask("find large" + MAIL)).isEqualTo("shop2 5000");
            String stored = contentOf(redis);
            assertThat(shop.ask("evict " + MAIL)).isEqualTo("done");
            assertThat(shop.ask("find " + MAIL)).isEqualTo("shop3 1");
            assertThat(shop.ask("evictTag " + MAIL)).isEqualTo("done");
            assertThat(shop.ask("find " + MAIL)).isEqualTo("shop4 1");
            assertThat(shop.ask("put " + MAIL)).isEqualTo("done");
            assertThat(shop.ask("find " + MAIL)).isEqualTo("put by shop 0");
            assertThat(shop.ask("evictPattern")).isEqualTo("done");
            assertThat(shop.ask("find " + MAIL)).isEqualTo("shop5 1");
            assertThat(shop.ask("operate " + MAIL)).isEqualTo("done");
            assertThat(shop.ask("find " + MAIL)).isEqualTo("shop6 1");
            spoil(redis);
            assertThat(shop.ask("find " + MAIL)).isEqualTo("shop7 1");

            String beans = shop.ask("beans");
            assertThat(beans).contains("customer:{mail}", "UnreadableEntries=1", "larder-");
            assertThat(stored).contains("shop:%s", "shop#%s", "\\x01S\\x01a").hasSizeLessThan(50_000);
            assertThat(stored + contentOf(redis) + beans + shop.jvm.stderr())
                    .doesNotContain("jane", "order of", "x.test", "shop1", "put by");
            assertThat(shop.jvm.stderr()).contains("DEBUG", "LDR-0410");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void envelopesMovedBetweenEntries_areMisses(Jdk jdk) throws Exception {
        Path keys = keys("moved" + jdk.version(), line("a", 1));
        try (RedisServer redis = RedisServer.start();
                Customers shop = new Customers(jdk, redis, "shop", keys)) {
            assertThat(shop.ask("find ann@x")).isEqualTo("shop1 1");
            assertThat(shop.ask("find bob@x")).isEqualTo("shop2 1");
            swap(redis);
            assertThat(shop.ask("find ann@x")).isEqualTo("shop3 1");
            assertThat(shop.ask("find bob@x")).isEqualTo("shop4 1");
            assertThat(shop.ask("unreadable")).isEqualTo("2");
            assertThat(shop.ask("find ann@x")).isEqualTo("shop3 1");
        }
    }

    /** One process has the new key already, the other one gets it while it runs. */
    @ParameterizedTest
    @MethodSource("jdks")
    void rotation_betweenTwoProcesses_losesNoEviction(Jdk jdk) throws Exception {
        String digest = line("digest", 9);
        Path old = keys("old" + jdk.version(), digest + line("a", 1));
        Path young = keys("new" + jdk.version(), digest + line("b", 2) + line("a", 1));
        try (RedisServer redis = RedisServer.start();
                Customers one = new Customers(jdk, redis, "one", old);
                Customers two = new Customers(jdk, redis, "two", young)) {
            assertThat(one.ask("find " + MAIL)).isEqualTo("one1 1");
            assertThat(two.ask("find " + MAIL)).isEqualTo("one1 1");
            assertThat(two.ask("evictPlain " + MAIL)).isEqualTo("done");
            assertThat(two.ask("find " + MAIL)).isEqualTo("two1 1");
            assertThat(one.ask("find " + MAIL))
                    .as("a key that it does not have")
                    .isEqualTo("one2 1");
            assertThat(one.ask("unreadable")).isEqualTo("1");
            assertThat(two.ask("find " + MAIL)).isEqualTo("one2 1");

            Files.writeString(old, digest + line("b", 2) + line("a", 1));
            await().atMost(Duration.ofSeconds(30)).until(() -> one.jvm.stderr().contains("LDR-0134"));
            assertThat(two.ask("evict " + MAIL)).isEqualTo("done");
            assertThat(two.ask("find " + MAIL)).isEqualTo("two2 1");
            assertThat(one.ask("find " + MAIL)).isEqualTo("two2 1");
            assertThat(one.ask("evictTag " + MAIL)).isEqualTo("done");
            assertThat(two.ask("find " + MAIL)).isEqualTo("two3 1");
            assertThat(one.jvm.stderr() + two.jvm.stderr()).doesNotContain("LDR-0317");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void processesWithOtherFilesOrNone_serveNothingThatOneOfThemEvicted(Jdk jdk) throws Exception {
        Path first = keys("first" + jdk.version(), line("digest", 9) + line("a", 1));
        Path other = keys("other" + jdk.version(), line("digest", 8) + line("a", 1));
        try (RedisServer redis = RedisServer.start();
                Customers one = new Customers(jdk, redis, "one", first);
                Customers two = new Customers(jdk, redis, "two", other);
                Customers none = new Customers(jdk, redis, "none", null)) {
            assertThat(one.ask("find " + MAIL)).isEqualTo("one1 1");
            assertThat(one.ask("find " + MAIL)).isEqualTo("one1 1");
            assertThat(none.ask("evictPlain " + MAIL)).isEqualTo("done");
            assertThat(one.ask("find " + MAIL)).isEqualTo("one2 1");
            assertThat(two.ask("find " + MAIL)).as("not stored").isEqualTo("two1 1");
            assertThat(two.ask("find " + MAIL)).isEqualTo("two2 1");
            assertThat(two.ask("evict " + MAIL)).isEqualTo("done");
            assertThat(one.ask("find " + MAIL)).isEqualTo("one3 1");

            assertThat(none.ask("find " + MAIL)).as("in its memory").isEqualTo("none1 1");
            assertThat(none.ask("find " + MAIL)).isEqualTo("none1 1");
            assertThat(none.ask("put " + MAIL)).as("evicts").isEqualTo("done");
            assertThat(none.ask("find " + MAIL)).isEqualTo("none2 1");
            assertThat(none.ask("evictTag " + MAIL)).isEqualTo("done");
            assertThat(none.ask("find " + MAIL)).isEqualTo("none3 1");
            assertThat(none.ask("evictPattern")).isEqualTo("done");
            assertThat(none.ask("find " + MAIL)).isEqualTo("none4 1");
            assertThat(one.ask("find " + MAIL)).isEqualTo("one4 1");

            assertThat(contentOf(redis)).doesNotContain("none1", "x.test");
            assertThat(none.jvm.stderr().lines().filter(line -> line.contains("LDR-0211")))
                    .hasSize(2); // find, put
            assertThat(none.jvm.stderr()).contains("LDR-0317");
            assertThat(two.jvm.stderr()).contains("LDR-0317");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void fileThatCannotBeUsed_isSaid_andResultsStayInMemory(Jdk jdk) throws Exception {
        Path bad = keys("bad" + jdk.version(), line("a", 1) + "b:hunter2\n");
        try (RedisServer redis = RedisServer.start();
                Customers shop = new Customers(jdk, redis, "shop", bad)) {
            assertThat(shop.ask("find " + MAIL)).isEqualTo("shop1 1");
            assertThat(shop.ask("find " + MAIL)).isEqualTo("shop1 1");
            assertThat(contentOf(redis)).doesNotContain("%s");
            assertThat(shop.jvm.stderr())
                    .contains("LDR-0132", "line 2 has a key", "LDR-0211")
                    .doesNotContain("hunter2");
        }
    }

    private static Path keys(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static String line(String id, int each) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) each);
        return id + ":" + Base64.getEncoder().encodeToString(key) + "\n";
    }

    /** All names and contents, with bytes that are no letters as {@code redis-cli} shows them. */
    private static String contentOf(RedisServer redis) {
        return String.valueOf(redis.command("EVAL", """
                local seen = {}
                for _, key in ipairs(redis.call('KEYS', '*')) do
                    local kind = redis.call('TYPE', key).ok
                    local content = kind == 'hash' and table.concat(redis.call('HGETALL', key), ' ') or redis.call('GET', key)
                    seen[#seen + 1] = key .. '=' .. content
                end
                return (string.gsub(table.concat(seen, '\\n'), '[^\\32-\\126\\n]', function(c) return string.format('\\\\x%02x', string.byte(c)) end))
                """, "0"));
    }

    /** Changes the last byte of every value. */
    private static void spoil(RedisServer redis) {
        redis.command("EVAL", """
                for _, key in ipairs(redis.call('KEYS', 'shop:%s*')) do
                    for _, field in ipairs(redis.call('HKEYS', key)) do
                        if string.sub(field, 1, 2) == 'v:' then
                            local value = redis.call('HGET', key, field)
                            local last = (string.byte(value, -1) + 1) % 256
                            redis.call('HSET', key, field, string.sub(value, 1, -2) .. string.char(last))
                        end
                    end
                end
                """, "0");
    }

    /** Exchanges the envelopes of the two entries, and leaves their heads as they are. */
    private static void swap(RedisServer redis) {
        Object swapped = redis.command("EVAL", """
                local entries = {}
                for _, key in ipairs(redis.call('KEYS', 'shop:%s*')) do
                    for _, field in ipairs(redis.call('HKEYS', key)) do
                        if string.sub(field, 1, 2) == 'v:' then
                            local value = redis.call('HGET', key, field)
                            local at = string.find(value, '\\n', 1, true)
                            entries[#entries + 1] = {key, field, string.sub(value, 1, at), string.sub(value, at + 1)}
                        end
                    end
                end
                redis.call('HSET', entries[1][1], entries[1][2], entries[1][3] .. entries[2][4])
                redis.call('HSET', entries[2][1], entries[2][2], entries[2][3] .. entries[1][4])
                return #entries
                """, "0");
        assertThat(swapped).isEqualTo(2L);
    }

    /** A process of the service. */
    private static final class Customers implements AutoCloseable {

        private final ChildJvm.Running jvm;

        Customers(Jdk jdk, RedisServer redis, String name, Path keys) throws IOException {
            jvm = ChildJvm.on(jdk)
                    .briefly()
                    .options("-Dfile.encoding=" + StandardCharsets.UTF_8)
                    .environment("REDIS_URL", redis.url())
                    .environment("LARDER_NAMESPACE", "shop")
                    .environment("LARDER_LOG_LEVEL", "DEBUG")
                    .environment("LARDER_VALUES_KEYS", keys == null ? "" : keys.toString())
                    .environment("LARDER_REDIS_TIMEOUT", "10s") // a JVM that is busy starting is no slow Redis
                    .environment("LARDER_REDIS_CONNECT_TIMEOUT", "20s")
                    .agent(PackedAgent.jar())
                    .main(CustomersApp.class, name)
                    .start();
            assertThat(jvm.nextAnswer()).isEqualTo("ready");
        }

        String ask(String line) throws IOException {
            return jvm.ask(line);
        }

        @Override
        public void close() throws IOException {
            jvm.close();
        }
    }
}
