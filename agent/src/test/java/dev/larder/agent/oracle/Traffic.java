package dev.larder.agent.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Everything the driver has sent and what has come back, in one order.
 *
 * <p><b>Threads.</b> Thread-safe: the test sends, one thread per worker receives, and all of it happens under the lock,
 * since "returned before it was sent" has to be true and not nearly so.
 */
final class Traffic {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int TURN_MILLIS = 20;

    private final Database database = new Database();
    private final Desk desk;
    private final long startNanos = System.nanoTime();
    private final Map<Long, OpenCall> open = new HashMap<>();

    /** Reads that have returned, whose bodies may ask the database later. */
    private final Map<Long, OpenCall> refreshing = new HashMap<>();

    private final List<Read> reads = new ArrayList<>();
    private final List<Eviction> evictions = new ArrayList<>();
    private final Cuts cuts = new Cuts();
    private long place;
    private long calls;
    private Throwable failure;

    Traffic(Desk desk) {
        this.desk = desk;
    }

    /** Sends and waits for the return. Of a read, the version. */
    long call(Worker worker, Order order) {
        return outcome(begin(worker, order));
    }

    /** The same, but while workers are cut off from Redis it waits before it makes more reads exempt, see {@link Cuts}. */
    void callInTurn(Worker worker, Order order) {
        awaitTurn(worker, order);
        call(worker, order);
    }

    private synchronized void awaitTurn(Worker worker, Order order) {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (failure == null && !cuts.maySend(worker.number(), order)) {
            if (System.nanoTime() - endNanos > 0) {
                throw new AssertionError("Worker " + worker.number() + " is still cut off");
            }
            try {
                wait(TURN_MILLIS);
            } catch (InterruptedException e) {
                throw new AssertionError(order + " is not made", e);
            }
        }
    }

    /** The schedule begins to keep the worker from Redis. */
    synchronized void cutOff(int worker) {
        List<Integer> changing = open.values().stream()
                .filter(call -> !call.order.isRead())
                .map(call -> call.worker.number())
                .toList();
        cuts.begin(worker, ++place, changing);
    }

    /** The worker works with Redis again. */
    synchronized void back(int worker) {
        cuts.end(worker, ++place);
        notifyAll();
    }

    synchronized boolean isNobodyCutOff() {
        return cuts.areOver();
    }

    /** What the call returned, once it has. */
    CompletableFuture<Long> start(Worker worker, Order order) {
        return begin(worker, order).outcome;
    }

    private static long outcome(OpenCall call) {
        try {
            return call.outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(call.order + " on worker " + call.worker.number(), e);
        }
    }

    private OpenCall begin(Worker worker, Order order) {
        OpenCall call;
        synchronized (this) {
            call = new OpenCall(++calls, worker, order, ++place, now());
            call.covered = database.read(order.covers());
            open.put(call.number, call);
            cuts.sent(worker.number(), order);
            if (failure != null) {
                throw new AssertionError(failure.getMessage(), failure);
            }
        }
        worker.tell("call " + call.number + " " + order.verb() + " " + String.join(" ", order.words()));
        return call;
    }

    /** A write past every worker, which evicts nothing. */
    void write(String key) {
        database.write(List.of(key));
    }

    /** A body asks the database, for these rows if it names any. */
    void asked(Worker worker, long question, long number, List<String> rows) {
        Question asked;
        synchronized (this) {
            OpenCall call = open.getOrDefault(number, refreshing.get(number));
            Order order = call.order;
            List<String> asksFor = rows.isEmpty() ? call.onlyRow() : rows;
            if (!call.rows.addAll(asksFor) || call.asked + asksFor.size() != call.rows.size()) {
                failed(new AssertionError("The body of " + call + " runs a second time for some of " + asksFor));
            }
            call.asked = call.rows.size();
            database.write(order.writes());
            if (order.coversItsWrites()) {
                call.covered = database.read(order.covers());
            }
            Map<String, Long> versions = new LinkedHashMap<>();
            asksFor.forEach(key -> versions.put(key, database.read(key)));
            asked = new Question(worker, question, order, versions);
        }
        desk.asked(asked);
    }

    /** A call has ended. */
    void done(long number, String before, String after, List<String> outcome) {
        OpenCall call;
        synchronized (this) {
            call = open.remove(number);
            if (call.order.verb().refreshes()) {
                refreshing.put(number, call);
            }
            Span span =
                    new Span(number, call.worker.number(), call.place, ++place, call.sentMillis, now(), before, after);
            if (!outcome.get(0).equals("ok")) {
                failed(new AssertionError(call.order + " failed: " + String.join(" ", outcome)));
            } else if (call.order.isRead()) {
                reads.addAll(reads(call, span, outcome.subList(1, outcome.size())));
            } else {
                evictions.add(new Eviction(span, call.order, call.covered));
            }
        }
        call.outcome.complete(outcome.size() > 2 ? Long.parseLong(outcome.get(2)) : 0);
    }

    /** @param words a key and its version, and so on */
    private List<Read> reads(OpenCall call, Span span, List<String> words) {
        List<Read> all = new ArrayList<>();
        for (String key : call.order.keys()) {
            int at = 2 * all.size();
            Read read = new Read(span, key, at < words.size() ? Long.parseLong(words.get(at + 1)) : -1);
            if (read.version() < 0 || !words.get(at).equals(key) || read.version() > database.read(key)) {
                failed(new AssertionError(call.order + " returned what nobody wrote: " + words));
            }
            all.add(read);
        }
        return all;
    }

    /** Something that must not happen: whoever waits for the workers is told. */
    synchronized void failed(Throwable reason) {
        if (failure == null) {
            failure = reason;
        }
        open.values().forEach(call -> call.outcome.completeExceptionally(reason));
    }

    /** What has returned since this was asked last. */
    synchronized History takeHistory() {
        History history = new History(reads, evictions, cuts.take());
        reads.clear();
        evictions.clear();
        return history;
    }

    private long now() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** A call that has not returned. */
    private static final class OpenCall {

        final long number;
        final Worker worker;
        final Order order;
        final long place;
        final long sentMillis;
        final CompletableFuture<Long> outcome = new CompletableFuture<>();
        Map<String, Long> covered;

        /** What its body has asked for. */
        final Set<String> rows = new HashSet<>();

        int asked;

        OpenCall(long number, Worker worker, Order order, long place, long sentMillis) {
            this.number = number;
            this.worker = worker;
            this.order = order;
            this.place = place;
            this.sentMillis = sentMillis;
        }

        /** Of a body that names none: which of the rows it writes it gets back does not matter. */
        List<String> onlyRow() {
            return List.of(
                    order.isRead() ? order.key() : order.writes().iterator().next());
        }

        @Override
        public String toString() {
            return order + " on worker " + worker.number() + " since " + sentMillis + " ms";
        }
    }
}
