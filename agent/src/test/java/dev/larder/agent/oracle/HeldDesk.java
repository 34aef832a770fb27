package dev.larder.agent.oracle;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Leaves every question to the test, except those that warm a worker up.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class HeldDesk implements Desk {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<Question> held = new LinkedBlockingQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private boolean open;

    @Override
    public synchronized void asked(Question question) {
        boolean counts = !question.key().startsWith("warm-up");
        if (counts) {
            asked.incrementAndGet();
        }
        if (open || !counts) {
            question.answer();
        } else {
            held.add(question);
        }
    }

    /** The next body that runs and waits for the database. */
    Question next() throws InterruptedException {
        Question question = held.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (question == null) {
            throw new AssertionError("No body runs within " + PATIENCE);
        }
        return question;
    }

    /** Answers what has been asked and, at once, all that will be: nobody is left waiting for the test. */
    synchronized void open() {
        open = true;
        for (Question question = held.poll(); question != null; question = held.poll()) {
            question.answer();
        }
    }

    /** How many bodies have run. */
    int asked() {
        return asked.get();
    }
}
