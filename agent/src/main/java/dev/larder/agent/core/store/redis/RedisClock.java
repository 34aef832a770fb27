package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.wait.Budget;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.TimeUnit;

/**
 * Estimates the time at Redis without a command.
 *
 * <p><b>Units and clock.</b> Milliseconds since the epoch by Redis: the last answer to {@code TIME} plus the time
 * since then by our monotonic clock. The wall clock of this machine is not used. Redis read its clock at some moment
 * between the question and the answer, so there are two estimates, and the true time is between them. They differ by
 * the duration of the round trip, and by the differences between the clocks of several servers.
 *
 * <p><b>Threads.</b> Thread-safe; set by whoever checks the connection.
 */
final class RedisClock {

    private final Ticker ticker;

    /** Published to all readers. */
    private volatile Offsets offsets = new Offsets(0, 0);

    RedisClock(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Redis's milliseconds less ours: at least this much, at most that much. */
    private record Offsets(long leastMillis, long mostMillis) {}

    /** No server's clock is later: a value may be a miss shortly before its end and is never served after it. */
    long latestMillis() {
        return offsets.mostMillis + millis(ticker.nanoTime());
    }

    /** No server's clock is earlier. For what must not happen after a given time. */
    long earliestMillis() {
        return earliestMillisAt(ticker.nanoTime());
    }

    long leastOffsetMillis() {
        return offsets.leastMillis;
    }

    long mostOffsetMillis() {
        return offsets.mostMillis;
    }

    /** No server's clock was earlier at that moment, by our monotonic clock. */
    long earliestMillisAt(long nanos) {
        return offsets.leastMillis + millis(nanos);
    }

    /**
     * Asks all servers for their time. The answer sets the clock.
     *
     * <p>A nonce follows, whose answer shows that the times before it are no other commands' answers. What the session
     * sends before it is checked by it as well. It is a {@code PING}, which Redis refuses while it loads its data, unlike
     * {@code TIME}.
     */
    Reply<Boolean> ask(RedisSession session, Budget budget) throws StoreException {
        List<RedisClusterAsyncCommands<byte[], byte[]>> servers = session.servers(budget);
        List<Reply<List<byte[]>>> times = new ArrayList<>();
        List<Reply<Boolean>> inSequence = new ArrayList<>();
        long askedNanos = ticker.nanoTime();
        for (RedisClusterAsyncCommands<byte[], byte[]> server : servers) {
            times.add(session.sendTo(server, "TIME", budget, c -> c.time()));
        }
        for (RedisClusterAsyncCommands<byte[], byte[]> server : servers) {
            inSequence.add(session.inSequence(server, budget));
        }
        return waiting -> {
            List<List<byte[]>> answers = Reply.awaitAll(times, waiting);
            long answeredNanos = ticker.nanoTime();
            if (!answers.stream().allMatch(RedisClock::isTime)) {
                throw session.outOfSequence("TIME"); // before the answer to PING, which may have come in its place
            }
            Reply.awaitAll(inSequence, waiting); // before the answers are used
            set(answers, askedNanos, answeredNanos);
            return true;
        };
    }

    /**
     * Sets the clock from the answers of all servers.
     *
     * @param times seconds and microseconds of each server, in digits
     * @param askedNanos when they were asked: they read their clocks then or later
     * @param answeredNanos when all had answered: they had read their clocks by then
     */
    void set(List<List<byte[]>> times, long askedNanos, long answeredNanos) {
        LongSummaryStatistics millis =
                times.stream().mapToLong(RedisClock::millisOf).summaryStatistics();
        long least = millis.getMin() - millis(answeredNanos) - 1; // for what the division cut off ours
        long most = millis.getMax() + 1 - millis(askedNanos); // for what it cut off theirs
        offsets = new Offsets(least, most);
    }

    /** Whether it has the form of an answer to {@code TIME}. */
    private static boolean isTime(List<byte[]> answer) {
        return answer.size() == 2 && answer.stream().allMatch(RedisClock::isNumber);
    }

    private static boolean isNumber(byte[] digits) {
        return digits.length > 0
                && digits.length < 19
                && Bytes.text(digits).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static long millisOf(List<byte[]> time) {
        return TimeUnit.SECONDS.toMillis(number(time.get(0))) + TimeUnit.MICROSECONDS.toMillis(number(time.get(1)));
    }

    private static long number(byte[] digits) {
        return Long.parseLong(Bytes.text(digits));
    }

    private static long millis(long nanos) {
        return Math.floorDiv(nanos, 1_000_000L);
    }
}
