package dev.larder.agent.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each test makes its calls from every frame near the end of a small stack. */
@Timeout(60)
final class RoomyThreadsTest {

    private static final int LEVELS = 2_000;

    private final RoomyThreads threads = new RoomyThreads();
    private final List<Thread> workers = new ArrayList<>();
    private Thread caller;
    private int runs;
    private int answers;
    private int refusals;

    @Test
    void run_withoutRoom_worksElsewhereAndAnswers() throws Exception {
        onASmallStack(() -> {
            if (threads.run(this::work) == 42) {
                answers++;
            }
        });
        assertThat(answers).isGreaterThan(1_000).isEqualTo(runs);
        assertThat(answers + refusals).isEqualTo(LEVELS);
        assertThat(workers).contains(caller).anyMatch(worker -> worker.getName().startsWith("larder-roomy-"));
    }

    @Test
    void run_withRoom_worksHere() throws Exception {
        assertThat(threads.run(Thread::currentThread)).isSameAs(Thread.currentThread());
    }

    /** As it happens to a virtual thread that cannot be parked, where a lock is taken. */
    @Test
    void run_workOverflowsWithRoom_beginsAgainElsewhere() {
        Thread here = Thread.currentThread();
        List<Thread> began = new ArrayList<>();
        String answer = threads.run(() -> {
            began.add(Thread.currentThread());
            if (began.size() == 1) {
                throw new StackOverflowError();
            }
            return "done";
        });
        assertThat(answer).isEqualTo("done");
        assertThat(began).hasSize(2).startsWith(here);
        assertThat(began.get(1).getName()).startsWith("larder-roomy-");
    }

    @Test
    void run_workThrows_callerGetsTheSameInstance() throws Exception {
        IOException theirs = new IOException("theirs");
        onASmallStack(() -> {
            try {
                threads.run(() -> {
                    throw theirs;
                });
            } catch (Exception thrown) {
                answers += thrown == theirs ? 1 : 0;
            }
        });
        assertThat(answers).isGreaterThan(1_000).isEqualTo(LEVELS - refusals);
    }

    @Test
    void run_interruptedCaller_waitsAndStaysInterrupted() throws Exception {
        onASmallStack(() -> {
            caller.interrupt();
            int before = runs;
            threads.run(this::work);
            answers += runs == before + 1 && Thread.interrupted() ? 1 : 0;
        });
        assertThat(answers).isGreaterThan(1_000).isEqualTo(LEVELS - refusals);
    }

    private int work() {
        runs++;
        Thread worker = Thread.currentThread();
        if (worker == caller ? workers.isEmpty() || workers.get(workers.size() - 1) != caller : workers.size() < 10) {
            workers.add(worker);
        }
        return 42;
    }

    private void onASmallStack(Runnable call) throws Exception {
        caller = Thread.currentThread();
        call.run(); // with room: the first call links what it uses
        runs = 0;
        answers = 0;
        workers.clear();
        FutureTask<Integer> task = new FutureTask<>(() -> dive(call));
        caller = new Thread(null, task, "small stack", 512 * 1024);
        caller.start();
        task.get();
    }

    private int dive(Runnable call) {
        int height;
        try {
            height = dive(call) + 1;
        } catch (StackOverflowError end) {
            height = 0;
        }
        if (height < LEVELS) {
            try {
                call.run();
            } catch (StackOverflowError nothingDone) {
                refusals++;
            }
        }
        return height;
    }
}
