package dev.larder.agent.core.direct;

import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.engine.CacheEngine;
import dev.larder.agent.core.stats.MethodStats;
import dev.larder.agent.core.stats.StatsRegistry;
import dev.larder.agent.core.store.CacheStore;
import dev.larder.agent.core.store.EntryOwner;
import dev.larder.agent.core.store.EntryOwners;
import dev.larder.agent.core.tx.TransactionFinder;
import dev.larder.agent.core.tx.Transactions;
import dev.larder.agent.core.write.Writes;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The agent's implementation of {@code dev.larder.Larder}.
 *
 * <p><b>Shape.</b>
 *
 * <pre>
 *   "mode"                    the mode's name
 *   "key"    template, arguments
 *   "cache"  origin, type     the {@link TypedOperations} on entries of that type; origin is the class that named it
 * </pre>
 *
 * <p><b>Threads.</b> Thread-safe. What it knows about a type is held by the origin, a class of the application, so that
 * both are unloaded together.
 *
 * <p><b>Failure.</b> {@link IllegalArgumentException} for an argument that can never work.
 */
public final class ProgrammaticApi implements BiFunction<String, Object[], Object> {

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final CacheEngine engine;
    private final MethodStats stats;
    private final Writes writes;
    private final TransactionFinder transactions;
    private final Function<Type, ValueCodec> codecs;
    private final Supplier<String> mode;
    private final ProcessCounters counters;
    private final RateLimitedLog log;
    private final RenderedKeys keys = new RenderedKeys();
    private final ClassValue<Map<Type, ValueKind>> kinds = new ClassValue<>() {
        @Override
        protected Map<Type, ValueKind> computeValue(Class<?> origin) {
            return new ConcurrentHashMap<>();
        }
    };

    /** Adds its counts to {@code totals}; {@code mode} returns the mode's name. */
    public ProgrammaticApi(
            CacheEngine engine,
            StatsRegistry totals,
            Writes writes,
            TransactionFinder transactions,
            Function<Type, ValueCodec> codecs,
            Supplier<String> mode,
            Supplier<? extends CacheStore> memory,
            Ticker ticker) {
        this.engine = engine;
        this.stats = totals.register();
        this.writes = writes;
        this.transactions = transactions;
        this.codecs = codecs;
        this.mode = mode;
        this.log = new RateLimitedLog(ticker, LOG_INTERVAL);
        this.counters = new ProcessCounters(memory, engine.roomyThreads(), engine::newBudget);
        writes.alsoEvict(counters::evict);
    }

    @Override
    public Object apply(String operation, Object[] arguments) {
        return switch (operation) {
            case "mode" -> mode.get();
            case "key" -> keys.render((String) arguments[0], (Object[]) arguments[1]);
            case "cache" -> cache((Class<?>) arguments[0], (Type) arguments[1]);
            default -> throw new IllegalArgumentException("There is no operation " + operation);
        };
    }

    private TypedOperations cache(Class<?> origin, Type type) {
        Map<Type, ValueKind> known = kinds.get(origin);
        ValueKind kind = known.get(type);
        if (kind == null) {
            // Outside of any lock: reading the type may run the application's class loader.
            kind = new ValueKind(type, codecs.apply(type), engine, stats, log);
            known.putIfAbsent(type, kind);
        }
        Class<?> caller = CallingClass.find(origin);
        EntryOwner owner = EntryOwners.of(caller);
        Transactions seen = transactions.seenBy(caller.getClassLoader());
        return new TypedOperations(
                new DirectReads(kind, owner, seen, counters), new DirectWrites(kind, owner, writes, seen, counters));
    }
}
