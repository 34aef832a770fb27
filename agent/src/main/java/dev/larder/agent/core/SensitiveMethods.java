package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.codec.Sealing;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.secret.HiddenNames;
import dev.larder.agent.core.secret.Secrecy;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.write.Writes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What sensitive methods use instead of what others do.
 *
 * <p>Evictions cover hidden names from the moment on when the first such method is linked, or the stores start in a process with keys. What
 * it stores is loaded later, so no eviction is too early.
 *
 * <p><b>Threads.</b> Thread-safe; the application's threads link methods.
 */
final class SensitiveMethods {

    private final Secrecy secrecy;
    private final CacheEngine engine;
    private final Writes writes;
    private final boolean shares;
    private final Supplier<CacheStore> memory;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * @param shares whether there is a store that others can read
     * @param memory makes the store of results that do not go there
     */
    SensitiveMethods(Secrecy secrecy, CacheEngine engine, Writes writes, boolean shares, Supplier<CacheStore> memory) {
        this.secrecy = secrecy;
        this.engine = engine;
        this.writes = writes;
        this.shares = shares;
        this.memory = memory;
    }

    /** In a process with keys, other processes may have stored what this one evicts. Returns the check of its names. */
    String start() {
        if (secrecy.isConfigured()) {
            names();
        }
        return secrecy.sharedCheck();
    }

    HiddenNames names() {
        HiddenNames names = secrecy.names();
        engine.widenEvictions(names::widen);
        writes.evictHidden(names::ofPlainKeys);
        return names;
    }

    @Nullable
    Sealing sealing() {
        return secrecy.sealing();
    }

    /** The engine that keeps the results of a method. */
    CacheEngine engineFor(String signature) {
        return isConfined(signature) ? engine.privateEngines().confinedTo(memory) : engine;
    }

    /** Whether the results of a method stay in this process, since nothing can encrypt them. One WARN says so. */
    boolean isConfined(String signature) {
        boolean isConfined = shares && secrecy.sealing() == null;
        if (isConfined && told.add(signature)) {
            AgentLog.say(Message.KEPT_IN_MEMORY.of(signature));
        }
        return isConfined;
    }
}
