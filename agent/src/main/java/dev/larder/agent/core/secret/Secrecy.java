package dev.larder.agent.core.secret;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.AgentThreads;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.codec.Sealing;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What this process has for sensitive methods: names for their entries, and keys for their values if it is given a file.
 *
 * <p>The file is read when it is first needed, and not before: a JVM without sensitive methods and without the setting loads no
 * cipher.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Failure.</b> A file that cannot be used is one WARN. Then it is as if there were none, until the process is started again.
 */
public final class Secrecy implements AutoCloseable {

    /** How often the file is looked at. */
    private static final long LOOK_MILLIS = 1_000;

    /** How long the start, or the first sensitive method, waits for the file. */
    private static final int MOST_SECONDS = 5;

    private final String path;
    private final String namespace;

    /** Its own thread: a file on a network, or a pipe, can keep whoever reads it for ever. It starts with the first task. */
    private final ScheduledExecutorService reader =
            new ScheduledThreadPoolExecutor(1, AgentThreads.named("keys"), new ThreadPoolExecutor.DiscardPolicy());

    @GuardedBy("this")
    private @Nullable InForce made;

    private record InForce(HiddenNames names, @Nullable Sealing sealing) {}

    /**
     * @param path the file with the keys; empty for none
     */
    public Secrecy(String path, String namespace) {
        this.path = path;
        this.namespace = namespace;
    }

    /** Whether the file is to be read although no sensitive method is known: others may store what this process evicts. */
    public boolean isConfigured() {
        return !path.isEmpty();
    }

    /** Those that all processes with the same file make, or without one, those of this process. */
    public HiddenNames names() {
        return inForce().names;
    }

    /** What encrypts values for Redis; null without keys. */
    public @Nullable Sealing sealing() {
        return inForce().sealing;
    }

    /** The check of names that other processes make, too; empty if none does. */
    public String sharedCheck() {
        return isConfigured() && sealing() != null ? names().check() : "";
    }

    private synchronized InForce inForce() {
        InForce known = made;
        if (known == null) {
            known = make();
            made = known;
        }
        return known;
    }

    private InForce make() {
        if (!isConfigured()) {
            return new InForce(HiddenNames.ofThisProcess(), null);
        }
        try {
            KeyFile file = open();
            watch(file);
            return new InForce(file.inForce().names(), new SealedValues(namespace, file::inForce));
        } catch (BadKeysException | IllegalStateException e) {
            AgentLog.say(Message.KEYS_UNUSABLE.of(path, e.getMessage()));
            return new InForce(HiddenNames.ofThisProcess(), null);
        }
    }

    private KeyFile open() throws BadKeysException {
        Future<KeyFile> opened = reader.submit(() -> KeyFile.open(path));
        try {
            return uninterruptibly(opened);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BadKeysException bad) {
                throw bad;
            }
            throw new IllegalStateException("The keys cannot be read", e.getCause());
        } catch (TimeoutException e) {
            throw new BadKeysException("it could not be read within " + MOST_SECONDS + " seconds");
        }
    }

    /** Whoever interrupts a call does not mean the keys, which this process has for good or not at all. */
    private static <T> T uninterruptibly(Future<T> opened) throws ExecutionException, TimeoutException {
        Ticker ticker = Ticker.system();
        long end = ticker.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return opened.get(end - ticker.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Looks at the file no more. */
    @Override
    public void close() {
        reader.shutdownNow();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the process
    private void watch(KeyFile file) {
        reader.scheduleWithFixedDelay(file::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
}
