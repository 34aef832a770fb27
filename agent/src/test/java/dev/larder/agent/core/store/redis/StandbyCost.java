package dev.larder.agent.core.store.redis;

import com.sun.management.OperatingSystemMXBean;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.MemoryConfig;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import dev.larder.agent.fixtures.RecordingListener;
import dev.larder.agent.fixtures.RedisServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures what the standby costs while Redis is well: two connections from one process to one server, with and without it, take
 * turns of a fifth of a second. Prints the median of each, the median ratio of the pairs, and how many reads were watched. Its result is in docs/performance.md.
 */
final class StandbyCost {

    private static final int KEYS = 20_000;
    private static final int ROOM = 2_000;
    private static final long TURN_NANOS = 200_000_000;
    private static final byte[] VALUE = new byte[120];

    private static final OperatingSystemMXBean OWN =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private StandbyCost() {}

    /** @param arguments how many pairs of turns, for each kind of load */
    public static void main(String[] arguments) throws Exception {
        int pairs = arguments.length == 0 ? 100 : Integer.parseInt(arguments[0]);
        try (RedisServer server = RedisServer.start()) {
            RedisConnector with = connector(server, true);
            RedisConnector without = connector(server, false);
            RemoteStore[] stores = {with.connect(new RecordingListener()), without.connect(new RecordingListener())};
            EntryId[] ids = new EntryId[KEYS];
            for (int i = 0; i < KEYS; i++) {
                ids[i] = new EntryId("key:" + i, "f1");
                Lease lease = Objects.requireNonNull(stores[1].takeOver(ids[i], null, patience()));
                lease.store(new StoredEntry.Encoded(VALUE), 3_600_000, patience());
            }
            measure("500 hot keys", server, stores, Arrays.copyOf(ids, 500), pairs);
            measure("20,000 keys, of which 2,000 are kept", server, stores, ids, pairs);
            with.close();
            without.close();
        }
    }

    private static RedisConnector connector(RedisServer server, boolean standby) {
        MemoryConfig memory = new MemoryConfig(ROOM, 64 << 20, Duration.ofMinutes(1), standby);
        return Connectors.to(server.url()).memory(memory).make();
    }

    private static Budget patience() {
        return new Budget(Ticker.system(), Duration.ofSeconds(10));
    }

    private static void measure(String load, RedisServer server, RemoteStore[] stores, EntryId[] ids, int pairs)
            throws Exception {
        double[][] micros = new double[2][pairs];
        double[][] ownMicros = new double[2][pairs];
        double[][] redisMicros = new double[2][pairs];
        double[] watched = new double[2];
        for (int pair = -2; pair < pairs; pair++) { // two pairs to warm up
            for (int turn = 0; turn < 2; turn++) {
                int which = (turn + pair) & 1;
                long calls = 0;
                long watchedBefore = number(server, "cmdstat_client\\|caching:calls=(\\d+)", "commandstats");
                double redisBefore = redisSeconds(server);
                long ownBefore = OWN.getProcessCpuTime();
                long start = System.nanoTime();
                SplittableRandom random = new SplittableRandom(pair);
                stores[which].check(patience());
                while (System.nanoTime() - start < TURN_NANOS) {
                    for (int i = 0; i < 100; i++) {
                        stores[which].lookup(ids[random.nextInt(ids.length)], patience());
                    }
                    calls += 100;
                    if (calls % 1_000 == 0) {
                        stores[which].check(patience());
                    }
                }
                if (pair >= 0) {
                    micros[which][pair] = (System.nanoTime() - start) / 1e3 / calls;
                    ownMicros[which][pair] = (OWN.getProcessCpuTime() - ownBefore) / 1e3 / calls;
                    redisMicros[which][pair] = (redisSeconds(server) - redisBefore) * 1e6 / calls;
                    watched[which] += (double) (number(server, "cmdstat_client\\|caching:calls=(\\d+)", "commandstats")
                                    - watchedBefore)
                            / calls
                            / pairs;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: a hit %.1f us with, %.1f us without, ratio of pairs %.3f; own CPU %.1f us with, %.1f us without,"
                        + " ratio %.3f; Redis' CPU %.2f us with, %.2f us without, ratio %.3f; watched reads %.2f %%%n",
                load,
                median(micros[0]),
                median(micros[1]),
                ratio(micros),
                median(ownMicros[0]),
                median(ownMicros[1]),
                ratio(ownMicros),
                median(redisMicros[0]),
                median(redisMicros[1]),
                ratio(redisMicros),
                watched[0] * 100);
    }

    private static double ratio(double[][] pairs) {
        double[] ratios = new double[pairs[0].length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = pairs[0][i] / pairs[1][i];
        }
        return median(ratios);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double redisSeconds(RedisServer server) {
        String cpu = (String) server.command("INFO", "cpu");
        return decimal(cpu, "used_cpu_sys:([\\d.]+)") + decimal(cpu, "used_cpu_user:([\\d.]+)");
    }

    private static double decimal(String info, String form) {
        Matcher found = Pattern.compile(form).matcher(info);
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    private static long number(RedisServer server, String form, String section) {
        return (long) decimal((String) server.command("INFO", section), form);
    }
}
