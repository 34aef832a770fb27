package dev.larder.benchmarks.layout;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.benchmarks.run.Checkout;
import dev.larder.benchmarks.run.LocalRedis;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Compares what an entry takes of Redis' memory and processor, as three things: the hash that Larder writes, on a server as it is; the
 * same hash on a server that keeps hashes with long fields in one block ({@code hash-max-listpack-value}); and a string with the same content.
 *
 * <p><b>Units.</b> Bytes by {@code MEMORY USAGE}; microseconds of the server's processor by {@code INFO cpu}, in the median of rounds that
 * take turns.
 */
public final class EntryLayouts {

    private static final String AS_IT_IS = "64";
    private static final String IN_ONE_BLOCK = "8192";
    private static final String NAMESPACE = "layouts";
    private static final int READS = 20_000;
    private static final int ROUNDS = 11;
    private static final int WRITES = 40;
    private static final int ROUNDS_OF_WRITES = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private EntryLayouts() {}

    /** Measures for about two minutes on this JDK, and prints two tables. */
    public static void print(PrintStream out) throws IOException, InterruptedException {
        try (Server plain = new Server(AS_IT_IS);
                Server block = new Server(IN_ONE_BLOCK)) {
            plain.write(1);
            block.write(1);
            plain.copyToStrings();
            out.println(
                    "| characters | hash, bytes | hash in one block, bytes | string, bytes | a hit: hash, µs | in one block, µs | string, µs |");
            out.println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
            for (int size : Texts.SIZES) {
                double[][] hits = new double[3][ROUNDS];
                for (int round = 0; round < ROUNDS; round++) {
                    hits[0][round] = plain.cost(READS, id -> plain.readHash(size, id));
                    hits[1][round] = block.cost(READS, id -> block.readHash(size, id));
                    hits[2][round] = plain.cost(READS, id -> plain.readString(size, id));
                }
                out.printf(
                        Locale.ROOT,
                        "| %,d | %.0f | %.0f | %.0f | %.2f | %.2f | %.2f |%n",
                        size,
                        plain.bytes(entry(size)),
                        block.bytes(entry(size)),
                        plain.bytes(copy(size)),
                        median(hits[0]),
                        median(hits[1]),
                        median(hits[2]));
            }

            double[] plainly = new double[ROUNDS_OF_WRITES];
            double[] inBlocks = new double[ROUNDS_OF_WRITES];
            for (int round = 0; round < ROUNDS_OF_WRITES; round++) {
                plainly[round] = plain.write(WRITES);
                inBlocks[round] = block.write(WRITES);
            }
            out.printf(
                    Locale.ROOT,
                    "%nA put over a living value, all sizes: %.0f µs on the hash as it is, %.0f in one block%n",
                    median(plainly),
                    median(inBlocks));
        }
    }

    private static Function<Integer, String> entry(int size) {
        return id -> NAMESPACE + ":text:" + size + ":" + id;
    }

    private static Function<Integer, String> copy(int size) {
        return id -> NAMESPACE + ".text:" + size + ":" + id; // the key is as long, and no entry of Larder's
    }

    private static double median(double... all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** One server, and a connection to it beside that of the agent. */
    private static final class Server implements AutoCloseable {

        private final LocalRedis redis;
        private final RedisClient client;
        private final StatefulRedisConnection<byte[], byte[]> connection;
        private byte[] field = {};

        Server(String longestField) {
            redis = LocalRedis.start();
            client = RedisClient.create(redis.url());
            connection = client.connect(ByteArrayCodec.INSTANCE);
            connection
                    .sync()
                    .configSet("hash-max-ziplist-value", longestField); // 6.2 knows only this name, 7 knows both
        }

        /** Has the agent write all entries so often; the server's processor time for each, in microseconds. */
        double write(int times) throws IOException, InterruptedException {
            double before = processor();
            ChildJvm.Finished child = ChildJvm.on(
                            new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home"))))
                    .agent(Checkout.agentJar())
                    .environment("LARDER_REDIS_URL", redis.url())
                    .environment("LARDER_NAMESPACE", NAMESPACE)
                    .classPath(Path.of(System.getProperty("java.class.path")))
                    .patience(PATIENCE)
                    .main(Texts.class.getName(), Integer.toString(times))
                    .run();
            if (child.exitCode() != 0) {
                throw new IllegalStateException(child.stderr());
            }
            double spent = processor() - before;
            if (bytes(entry(Texts.SIZES[0])) == 0) {
                throw new IllegalStateException("Nothing was written: " + child.stderr());
            }
            field = connection.sync().hkeys(key(entry(Texts.SIZES[0]), 0)).get(0);
            return spent / times / Texts.SIZES.length / Texts.ENTRIES;
        }

        /** One string for each entry: the field and its content, with the same end. */
        void copyToStrings() {
            for (int size : Texts.SIZES) {
                for (int id = 0; id < Texts.ENTRIES; id++) {
                    byte[] entry = key(entry(size), id);
                    for (Map.Entry<byte[], byte[]> one :
                            connection.sync().hgetall(entry).entrySet()) {
                        byte[] content = Arrays.copyOf(one.getKey(), one.getKey().length + one.getValue().length);
                        System.arraycopy(one.getValue(), 0, content, one.getKey().length, one.getValue().length);
                        connection
                                .sync()
                                .set(
                                        key(copy(size), id),
                                        content,
                                        SetArgs.Builder.px(connection.sync().pttl(entry)));
                    }
                }
            }
        }

        RedisFuture<?> readHash(int size, int id) {
            return connection.async().hget(key(entry(size), id), field);
        }

        RedisFuture<?> readString(int size, int id) {
            return connection.async().get(key(copy(size), id));
        }

        /** The server's processor time for one of so many commands, in microseconds. */
        double cost(int commands, Function<Integer, RedisFuture<?>> command) {
            double before = processor();
            List<RedisFuture<?>> sent = new ArrayList<>(commands);
            for (int i = 0; i < commands; i++) {
                sent.add(command.apply(i % Texts.ENTRIES));
            }
            if (!LettuceFutures.awaitAll(PATIENCE, sent.toArray(RedisFuture[]::new))) {
                throw new IllegalStateException("Redis does not answer");
            }
            return (processor() - before) / commands;
        }

        /** What an entry takes, on average. */
        double bytes(Function<Integer, String> keys) {
            long all = 0;
            for (int id = 0; id < Texts.ENTRIES; id++) {
                Long bytes = connection.sync().memoryUsage(key(keys, id));
                all += bytes == null ? 0 : bytes;
            }
            return (double) all / Texts.ENTRIES;
        }

        private double processor() {
            return connection
                            .sync()
                            .info("cpu")
                            .lines()
                            .filter(line -> line.matches("used_cpu_(user|sys):.*"))
                            .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
                            .sum()
                    * 1e6;
        }

        private static byte[] key(Function<Integer, String> keys, int id) {
            return keys.apply(id).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            connection.close();
            client.shutdown();
            redis.close();
        }
    }
}
