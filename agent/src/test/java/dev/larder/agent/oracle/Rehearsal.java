package dev.larder.agent.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A fleet on a deployment, through which schedules are sent one after the other.
 *
 * <p>Between schedules everything is healed, all calls have returned, and every worker is back in its mode.
 */
final class Rehearsal implements AutoCloseable {

    private static final int PATIENCE_MINUTES = 10;
    private static final Duration FALLBACK_TTL = Duration.ofSeconds(2);
    private static final Duration LEASE = Duration.ofMillis(250);

    /** Beyond parking and pausing: what a load can take on a machine that is busy with others. */
    private static final Duration BUSY = Duration.ofSeconds(2);

    private final Deployment deployment;
    private final ScheduledExecutorService timer;
    private final ExecutorService threads = Executors.newCachedThreadPool(Threads.daemons("oracle"));
    private final Fleet fleet;
    private final Ways ways;
    private int schedules;

    private Rehearsal(Deployment deployment, ScheduledExecutorService timer, Fleet fleet) {
        this.deployment = deployment;
        this.timer = timer;
        this.fleet = fleet;
        this.ways = new Ways(fleet);
    }

    /** Takes the deployment over: it is closed with this, or when the fleet does not come up. */
    static Rehearsal of(Deployment deployment, Path agent) throws IOException {
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, Threads.daemons("oracle"));
        try {
            Fleet fleet = Fleet.start(
                    agent, deployment.workers(), deployment::url, question -> answerInTime(question, timer), options());
            return new Rehearsal(deployment, timer, fleet);
        } catch (IOException | RuntimeException | AssertionError e) {
            timer.shutdownNow();
            deployment.close();
            throw e;
        }
    }

    /**
     * The lease is short, so that loads outlive it. The time for Redis is long: an eviction that is not confirmed in time
     * changes the mode, and that should come from faults and not from a busy machine.
     */
    private static String[] options() {
        return new String[] {
            "-Dlarder.load.lease=" + LEASE.toMillis() + "ms",
            "-Dlarder.redis.timeout=300ms",
            "-Dlarder.memory.fallback-ttl=" + FALLBACK_TTL.toMillis() + "ms"
        };
    }

    private static void answerInTime(Question question, ScheduledExecutorService timer) {
        Duration parked = question.order().answer().parked();
        if (parked.isZero()) {
            question.answer();
        } else {
            timer.schedule(() -> question.answer(), parked.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Runs the schedule that the seed makes and adds what came of it. */
    void run(long seed, Schedule.Mix mix, Report report) {
        Schedule schedule = Schedule.of(seed, "s" + ++schedules, deployment.workers(), deployment.faults(), mix);
        fleet.awaitMode(deployment.mode());
        fleet.traffic().takeHistory();
        FaultsInForce faults = new FaultsInForce(deployment, fleet, ways, timer);
        carryOut(schedule, faults);
        faults.awaitEnd();
        ways.awaitBack();
        fleet.awaitMode(deployment.mode());
        readAll(schedule);
        Verdict verdict = new StaleChecker(fleet.traffic().takeHistory(), memoryLimit(mix)).check();
        report.add(schedule, verdict, faults.inflicted());
        fleet.workers().forEach(Rehearsal::assertThatTheAgentIsSound);
    }

    /** A fault of the agent's own is at no time what keeps old values away. */
    private static void assertThatTheAgentIsSound(Worker worker) {
        assertThat(worker.stderr()).doesNotContain("[larder] ERROR");
    }

    private void carryOut(Schedule schedule, FaultsInForce faults) {
        List<Future<?>> clients = new ArrayList<>();
        for (List<Step> steps : schedule.clients()) {
            clients.add(threads.submit(() -> steps.forEach(step -> take(step, faults))));
        }
        for (Future<?> client : clients) {
            await(client);
        }
    }

    private void take(Step step, FaultsInForce faults) {
        if (step instanceof Step.Call call) {
            fleet.traffic().callInTurn(fleet.worker(call.worker()), call.order());
        } else if (step instanceof Step.Break fault) {
            faults.inflict(fault.fault(), fault.worker(), fault.lasting());
        }
    }

    private static void await(Future<?> client) {
        try {
            client.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new AssertionError("A client did not come to its end", e);
        }
    }

    /** When all is well again, every worker reads every key: what is wrong for good is found however rarely it happens. */
    private void readAll(Schedule schedule) {
        Set<Order> reads = schedule.orders()
                .filter(Order::isRead)
                .map(order -> order.answered(Order.Answer.AT_ONCE))
                .collect(Collectors.toSet());
        for (Worker worker : fleet.workers()) {
            reads.forEach(read -> fleet.traffic().call(worker, read));
        }
    }

    /** An entry lives that long in memory after its load has returned, and the load can take as long as the rest. */
    private static Duration memoryLimit(Schedule.Mix mix) {
        return FALLBACK_TTL
                .plus(mix.longestPark())
                .plus(mix.longestFault())
                .plus(LEASE)
                .plus(BUSY);
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        timer.shutdownNow();
        ways.close();
        try {
            fleet.close();
        } finally {
            deployment.close();
        }
    }
}
