package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Threads that take turns: between two calls of {@link #pass} only one of them runs, unless it wakes another one. Run
 * again and again, they take their turns in every order in which no more than a few of them are interrupted.
 *
 * <p>A run in which all threads that are left wait for each other fails.
 *
 * <p><b>Why</b> few interruptions: nearly every mistake needs two or three of them, and their number is what makes the orders
 * too many.
 */
final class Turns {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** Who falls asleep tells nobody. */
    private static final long GLANCE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private static final BooleanSupplier ALWAYS = () -> true;

    private final List<Actor> actors = new ArrayList<>();
    private final List<Choice> choices = new ArrayList<>();
    private final List<Integer> given;
    private final Thread conductor = Thread.currentThread();
    private int interruptionsLeft;

    /**
     * What takes turns.
     *
     * @param asleep how many of the threads wait for another one elsewhere, and have not been woken
     */
    record Scenario(List<Callable<Void>> threads, IntSupplier asleep) {}

    private Turns(List<Integer> given, int interruptions) {
        this.given = given;
        this.interruptionsLeft = interruptions;
    }

    /**
     * Runs every order once.
     *
     * @param scenario makes the threads of one run
     * @return how many orders there were
     */
    static int inEveryOrder(int interruptions, Function<Turns, Scenario> scenario) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            int orders = 0;
            for (List<Integer> next = List.of(); next != null; orders++) {
                Turns turns = new Turns(next, interruptions);
                turns.run(scenario.apply(turns), threads);
                next = turns.nextOrder();
            }
            return orders;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Called by a thread that takes part, where another one may take its turn. Does nothing on other threads. */
    void pass() {
        pass(ALWAYS);
    }

    /** As {@link #pass()}; its own next turn does not come before {@code mayGoOn}. */
    void pass(BooleanSupplier mayGoOn) {
        for (Actor actor : actors) {
            if (actor.thread == Thread.currentThread()) {
                actor.park(mayGoOn);
            }
        }
    }

    private void run(Scenario scenario, ExecutorService threads) {
        scenario.threads().forEach(body -> actors.add(new Actor(body)));
        actors.forEach(threads::execute);
        Actor last = null;
        for (awaitStandstill(scenario); !actors.stream().allMatch(actor -> actor.done); awaitStandstill(scenario)) {
            last = choose(last);
            last.goOn();
        }
        for (Actor actor : actors) {
            if (actor.failure != null) {
                throw new AssertionError("With the turns " + order(), actor.failure);
            }
        }
    }

    private Actor choose(Actor last) {
        List<Actor> ready = new ArrayList<>(actors.stream()
                .filter(actor -> actor.isReady() && actor != last)
                .toList());
        boolean interrupting = last != null && last.isReady();
        if (interrupting) {
            ready.add(0, last);
        }
        assertThat(ready)
                .as("threads that can go on, after the turns %s", order())
                .isNotEmpty();
        int options = interrupting && interruptionsLeft == 0 ? 1 : ready.size();
        int chosen = choices.size() < given.size() ? given.get(choices.size()) : 0;
        assertThat(chosen).as("a turn that was there the last time").isLessThan(options);
        interruptionsLeft -= interrupting && chosen > 0 ? 1 : 0;
        choices.add(new Choice(chosen, options, actors.indexOf(ready.get(chosen))));
        return ready.get(chosen);
    }

    private List<Integer> order() {
        return choices.stream().map(Choice::actor).toList();
    }

    /** Null after the last one. */
    private List<Integer> nextOrder() {
        for (int i = choices.size() - 1; i >= 0; i--) {
            if (choices.get(i).chosen() + 1 < choices.get(i).options()) {
                List<Integer> next = new ArrayList<>(
                        choices.subList(0, i).stream().map(Choice::chosen).toList());
                next.add(choices.get(i).chosen() + 1);
                return next;
            }
        }
        return null;
    }

    private void awaitStandstill(Scenario scenario) {
        long startNanos = System.nanoTime();
        while (!isStandstill(scenario)) {
            assertThat(System.nanoTime() - startNanos).as("time for one turn").isLessThan(LIMIT_NANOS);
            LockSupport.parkNanos(this, GLANCE_NANOS);
        }
    }

    /** Those who wait for their turn are counted before those who sleep: only one that runs can wake one that sleeps. */
    private boolean isStandstill(Scenario scenario) {
        int still = 0;
        for (Actor actor : actors) {
            still += actor.done || actor.mayGoOn != null ? 1 : 0;
        }
        return still + scenario.asleep().getAsInt() == actors.size();
    }

    /** What was chosen among what there was. */
    private record Choice(int chosen, int options, int actor) {}

    /** One thread. Its fields are written by it, but for {@link #mayGoOn}, which is passed to and fro. */
    private final class Actor implements Runnable {

        private final Callable<Void> body;
        private volatile Thread thread;
        private volatile BooleanSupplier mayGoOn;
        private volatile boolean done;
        private volatile Throwable failure;

        Actor(Callable<Void> body) {
            this.body = body;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                park(ALWAYS);
                body.call();
            } catch (Throwable thrown) {
                failure = thrown;
            } finally {
                thread = null;
                done = true;
                LockSupport.unpark(conductor);
            }
        }

        void park(BooleanSupplier condition) {
            mayGoOn = condition;
            LockSupport.unpark(conductor);
            while (mayGoOn != null) {
                LockSupport.park(this);
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException("The test is over");
                }
            }
        }

        void goOn() {
            mayGoOn = null;
            LockSupport.unpark(thread);
        }

        boolean isReady() {
            BooleanSupplier condition = mayGoOn;
            return condition != null && condition.getAsBoolean();
        }
    }
}
