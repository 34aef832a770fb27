package dev.larder.agent.core.direct;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.engine.CachedMethod;
import dev.larder.agent.core.engine.MethodSettings;
import dev.larder.agent.core.engine.ResultType;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.type.Erasure;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What all handles for one type of value share.
 *
 * <p><b>Threads.</b> Thread-safe. Refers to the type, but to no owner of a handle, since it may outlive them.
 */
final class ValueKind {

    private final String signature;
    private final ValueCodec codec;
    private final CacheEngine engine;
    private final MethodStats stats;

    /** Has no owner; handles derive theirs from it, so that each warning of a type is logged once. */
    private final CachedMethod prototype;

    private final RateLimitedLog log;
    private final AtomicBoolean hasWarned = new AtomicBoolean();

    ValueKind(Type type, ValueCodec codec, CacheEngine engine, MethodStats stats, RateLimitedLog log) {
        this.signature = "dev.larder.LarderCache<" + type.getTypeName() + ">";
        this.codec = codec;
        this.engine = engine;
        this.stats = stats;
        this.log = log;
        Class<?> erased = Erasure.of(type);
        ResultType result = new ResultType(boxed(erased), !erased.isPrimitive(), null);
        this.prototype = new CachedMethod(engine, settings(1, 0), stats, result, codec, Transactions.NONE);
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0).getClass() : type;
    }

    private MethodSettings settings(long ttlMillis, int tagCount) {
        return new MethodSettings(signature, "", tagCount, ttlMillis, MethodSettings.AS_TTL, true);
    }

    /** As for an annotated method of {@code owner} with these terms. */
    CachedMethod method(Terms terms, @Nullable EntryOwner owner, Transactions transactions) {
        return prototype.with(settings(terms.ttlMillis(), terms.tags().size()), owner, transactions);
    }

    EntryId entry(String key, Terms terms, @Nullable EntryOwner owner) {
        return new EntryId(key, codec.fingerprint(), terms.tags(), owner);
    }

    /** Null for a value that cannot be stored; this is logged once. */
    StoredEntry.@Nullable Encoded encode(@Nullable Object value) {
        try {
            return new StoredEntry.Encoded(codec.encode(value));
        } catch (CodecException e) {
            stats.recordUnfitResult();
            if (!hasWarned.getAndSet(true)) {
                engine.say(Message.UNFIT_VALUE.of(signature, e.getMessage(), e.remedy()));
            }
            return null;
        }
    }

    CacheEngine engine() {
        return engine;
    }

    MethodStats stats() {
        return stats;
    }

    /** Catches our faults, counts them, and returns null instead. */
    <T> @Nullable T attempt(Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (StoreException e) { // the failover reports it when it changes the mode
            stats.recordError();
        } catch (Throwable fault) {
            report(fault);
        }
        return null;
    }

    private void report(Throwable fault) {
        stats.recordError();
        try {
            log.say(Message.OPERATION_FAULT.of(signature), fault);
        } catch (Throwable unreportable) {
            // No memory or no stack is left to log it; the error counter has it.
        }
    }

    /** A request to the store; null for no answer. */
    @FunctionalInterface
    interface Attempt<T> {
        @Nullable
        T run() throws StoreException;
    }
}
