package dev.larder.agent.core.secret;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.codec.Sealing;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
public final class Secrecy {

    /** How often the file is looked at. */
    private static final long LOOK_MILLIS = 1_000;

    private final String path;
    private final String namespace;
    private final ScheduledExecutorService background;

    @GuardedBy("this")
    private @Nullable InForce made;

    private record InForce(HiddenNames names, @Nullable Sealing sealing) {}

    /**
     * @param path the file with the keys; empty for none
     * @param background looks at the file now and then
     */
    public Secrecy(String path, String namespace, ScheduledExecutorService background) {
        this.path = path;
        this.namespace = namespace;
        this.background = background;
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
            KeyFile file = KeyFile.open(path);
            watch(file);
            return new InForce(file.inForce().names(), new SealedValues(namespace, file::inForce));
        } catch (BadKeysException | IllegalStateException e) {
            AgentLog.say(Message.KEYS_UNUSABLE.of(path, e.getMessage()));
            return new InForce(HiddenNames.ofThisProcess(), null);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the process
    private void watch(KeyFile file) {
        background.scheduleWithFixedDelay(file::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
}
