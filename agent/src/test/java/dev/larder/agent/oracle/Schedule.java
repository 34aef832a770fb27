package dev.larder.agent.oracle;

import dev.larder.agent.apps.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is done to a fleet, from one seed: some clients that each take one step after the other, all at the same time.
 *
 * <p>The same seed makes the same steps. What comes of them is not the same each time: which call overtakes which is up
 * to the processes, and so a seed that found something may have to run more than once to find it again.
 */
record Schedule(long seed, List<List<Step>> clients) {

    private static final List<Verb> CHANGES =
            Stream.of(Verb.values()).filter(verb -> !verb.isRead()).toList();

    private static final int CLIENTS = 14;
    private static final int CHANGE_PERCENT = 30;
    private static final int PARKED_PERCENT = 10;

    /** Of those whose callers do not wait for the body: so that much happens while they refresh. */
    private static final int PARKED_REFRESHES_PERCENT = 50;

    Schedule {
        clients = List.copyOf(clients);
    }

    Stream<Order> orders() {
        return clients.stream()
                .flatMap(List::stream)
                .filter(Step.Call.class::isInstance)
                .map(step -> ((Step.Call) step).order());
    }

    /**
     * @param name begins the names of its keys; no two schedules of one fleet share it
     * @param mix how many of what
     */
    static Schedule of(long seed, String name, int workers, Set<Fault> faults, Mix mix) {
        return new Writer(seed, name, workers, faults, mix).write();
    }

    /**
     * What a schedule is made of.
     *
     * @param clients at the same time
     * @param steps of each client
     * @param changes verbs to change things by
     * @param breakEvery one step of so many is a fault; 0 for none
     * @param longestPark of a body's answer
     * @param longestFault of those that are not over at once
     * @param longestPadding the most characters of a row
     */
    record Mix(
            int clients,
            int steps,
            List<Verb> changes,
            int breakEvery,
            Duration longestPark,
            Duration longestFault,
            int longestPadding) {

        static Mix calm(int steps) {
            return new Mix(CLIENTS, steps, CHANGES, 0, Duration.ofMillis(400), Duration.ZERO, 100);
        }

        static Mix broken(int steps, int breakEvery) {
            return new Mix(CLIENTS, steps, CHANGES, breakEvery, Duration.ofMillis(400), Duration.ofMillis(900), 100);
        }

        Mix with(List<Verb> onlyChanges) {
            return new Mix(clients, steps, onlyChanges, breakEvery, longestPark, longestFault, longestPadding);
        }

        Mix padded(int longestPadding) {
            return new Mix(clients, steps, changes, breakEvery, longestPark, longestFault, longestPadding);
        }
    }

    /** Draws the steps. */
    private static final class Writer {

        private final long seed;
        private final SplittableRandom random;
        private final Stock stock;
        private final int workers;
        private final List<Fault> faults;
        private final Mix mix;
        private int nextFault;

        Writer(long seed, String name, int workers, Set<Fault> faults, Mix mix) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.stock = new Stock(name);
            this.workers = workers;
            this.faults = inTurn(faults, random);
            this.mix = mix;
        }

        Schedule write() {
            List<List<Step>> clients = new ArrayList<>();
            for (int i = 0; i < mix.clients(); i++) {
                clients.add(Stream.generate(this::step).limit(mix.steps()).toList());
            }
            return new Schedule(seed, clients);
        }

        private Step step() {
            if (mix.breakEvery() > 0 && random.nextInt(mix.breakEvery()) == 0) {
                return fault();
            }
            if (random.nextInt(100) < CHANGE_PERCENT) {
                Verb verb = mix.changes().get(random.nextInt(mix.changes().size()));
                return call(stock.anyChange(verb, random));
            }
            return call(stock.anyRead(random));
        }

        private Step call(Order order) {
            int percent = order.verb().refreshes() ? PARKED_REFRESHES_PERCENT : PARKED_PERCENT;
            boolean isParked = random.nextInt(100) < percent;
            Duration parked = isParked ? upTo(mix.longestPark()) : Duration.ZERO;
            Order.Answer answer = new Order.Answer(parked, random.nextInt(mix.longestPadding() + 1));
            return new Step.Call(random.nextInt(workers), order.answered(answer));
        }

        /** In turn, so that a few of them are not all of one kind. */
        private Step fault() {
            Fault fault = faults.get(nextFault++ % faults.size());
            return new Step.Break(fault, random.nextInt(workers), upTo(mix.longestFault()));
        }

        private static List<Fault> inTurn(Set<Fault> faults, SplittableRandom random) {
            List<Fault> inTurn = new ArrayList<>(new TreeSet<>(faults));
            inTurn.add(Fault.WORKER_PAUSED);
            Collections.shuffle(inTurn, new Random(random.nextLong()));
            return inTurn;
        }

        /** More often short than long. */
        private Duration upTo(Duration longest) {
            double share = random.nextDouble();
            return Duration.ofMillis(1 + (long) (share * share * longest.toMillis()));
        }
    }
}
