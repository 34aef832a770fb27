package dev.larder.agent.apps.storm;

import dev.larder.agent.apps.Awaiting;
import dev.larder.agent.apps.CacheBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.management.JMException;

/**
 * One process of a storm: threads that call the cache as fast as it answers, and one that looks at the agent's mode.
 *
 * <p>It says on stdout what must not be: stale reads with their story, and what its threads threw. It ends when the test
 * says so.
 */
public final class StormApp {

    private static final long LOOK_MILLIS = 10;

    private final SharedTruth truth;
    private final int worker;
    private final StormSettings settings;
    private final Stock stock;
    private final StormItems items;
    private final StormItemsInCode inCode;
    private final CacheBean operator = new CacheBean();
    private final ToldBefore toldBefore;

    /** By row: who holds it changes what is written behind. */
    private final Object[] behind;

    private StormApp(SharedTruth truth, int worker, StormSettings settings) throws JMException {
        this.truth = truth;
        this.worker = worker;
        this.settings = settings;
        this.stock = new Stock(settings.rows());
        LocalDatabase database = new LocalDatabase(truth, stock, worker, settings);
        this.items = new StormItems(database);
        this.inCode = new StormItemsInCode(database);
        this.toldBefore = new ToldBefore(truth);
        this.behind = Stream.generate(Object::new).limit(settings.rows()).toArray();
    }

    /** @param arguments the file of the {@link SharedTruth}, the worker's number, and {@link StormSettings#words} */
    public static void main(String[] arguments) {
        StormSettings settings = StormSettings.of(List.of(arguments).subList(2, arguments.length));
        SharedTruth truth = SharedTruth.open(Path.of(arguments[0]));
        try {
            new StormApp(truth, Integer.parseInt(arguments[1]), settings).run();
        } catch (Throwable e) { // the threads would go on without us
            fail(e);
        }
    }

    private void run() throws Exception {
        List<Thread> threads = threads();
        items.plain(stock.name(0)); // the cache starts with the first call
        Link link = new Link(truth, worker, operator);
        link.awaitStart();
        truth.ready(worker);
        Awaiting.until(truth::hasBegun);
        threads.forEach(Thread::start);
        while (!truth.isOver()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            link.look();
            toldBefore.look();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private List<Thread> threads() {
        List<Thread> threads = new ArrayList<>();
        int count = settings.busy() + settings.waking();
        for (int i = 0; i < count; i++) {
            Checker checker = new Checker(truth, worker, toldBefore);
            Step step = step(i, checker);
            threads.add(new Thread(new StormThread(truth, worker, step, checker), "storm-" + i));
        }
        return threads;
    }

    private Step step(int thread, Checker checker) {
        StormReads reads = new StormReads(truth, worker, stock, items, inCode, checker);
        StormChanges changes = new StormChanges(truth, stock, worker, items, inCode, operator, behind);
        long seed = settings.seed() * 10_000 + worker * 100L + thread;
        return thread < settings.busy()
                ? new BusyStep(stock, reads, changes, seed)
                : new WakingStep(stock, reads, changes, seed);
    }

    /** Of the agent, for a story. */
    static String mode() {
        try {
            CacheBean bean = new CacheBean();
            return bean.mode() + " since " + bean.read("ModeSince");
        } catch (JMException e) {
            return e.toString();
        }
    }

    static synchronized void say(String line) {
        System.out.println(line);
    }

    /** Ends the process: a storm with a thread less would go on as if nothing had happened. */
    static void fail(Throwable e) {
        synchronized (StormApp.class) {
            e.printStackTrace(System.out);
            System.out.flush();
        }
        Runtime.getRuntime().halt(1);
    }
}
