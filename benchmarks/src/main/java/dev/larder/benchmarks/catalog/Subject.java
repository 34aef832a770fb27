package dev.larder.benchmarks.catalog;

import dev.larder.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who is measured. */
public enum Subject {
    NOTHING("no cache") {
        @Override
        public Catalog open(CacheLimits limits) {
            return new Uncached();
        }
    },
    HAND("hand-written Caffeine, text key") {
        @Override
        public Catalog open(CacheLimits limits) {
            return new HandWritten(limits);
        }
    },
    HAND_COPIES("hand-written Caffeine, copying") {
        @Override
        public Catalog open(CacheLimits limits) {
            return new HandWrittenCopies(limits);
        }
    },
    HAND_LONG("hand-written Caffeine, Long key") {
        @Override
        public Catalog open(CacheLimits limits) {
            return new HandWrittenLongKey(limits);
        }
    },
    HAND_LOADER("hand-written Caffeine, get(key, loader)") {
        @Override
        public Catalog open(CacheLimits limits) {
            return new HandWrittenLoader(limits);
        }
    },
    LETTUCE("hand-written Lettuce and Jackson", true) {
        @Override
        public Catalog open(CacheLimits limits) {
            return new RawLettuce(limits);
        }
    },
    LARDER_MEMORY("Larder, memory") {
        @Override
        public Catalog open(CacheLimits limits) {
            return WithLarder.in(Mode.MEMORY);
        }
    },
    LARDER_REDIS("Larder, Redis", true) {
        @Override
        public Catalog open(CacheLimits limits) {
            return WithLarder.in(Mode.REDIS);
        }
    },
    SPRING_CAFFEINE("Spring Cache on Caffeine") {
        @Override
        public Catalog open(CacheLimits limits) {
            return SpringBeans.onCaffeine(SpringCatalog.class, limits);
        }
    },
    SPRING_CAFFEINE_SPEL("Spring Cache on Caffeine, SpEL key") {
        @Override
        public Catalog open(CacheLimits limits) {
            return SpringBeans.onCaffeine(SpringSpelCatalog.class, limits);
        }
    },
    SPRING_REDIS("Spring Cache on Redis", true) {
        @Override
        public Catalog open(CacheLimits limits) {
            return SpringBeans.onRedis(SpringCatalog.class, limits);
        }
    },
    SPRING_REDIS_SPEL("Spring Cache on Redis, SpEL key", true) {
        @Override
        public Catalog open(CacheLimits limits) {
            return SpringBeans.onRedis(SpringSpelCatalog.class, limits);
        }
    },
    JETCACHE_LOCAL("JetCache, LOCAL") {
        @Override
        public Catalog open(CacheLimits limits) {
            return JetCacheBeans.inMemory(JetCacheLocal.class, limits);
        }
    },
    JETCACHE_REMOTE("JetCache, REMOTE", true) {
        @Override
        public Catalog open(CacheLimits limits) {
            return JetCacheBeans.onRedis(JetCacheRemote.class, limits);
        }
    },
    JETCACHE_BOTH("JetCache, BOTH", true) {
        @Override
        public Catalog open(CacheLimits limits) {
            return JetCacheBeans.onRedis(JetCacheBoth.class, limits);
        }
    };

    private static final String OWN_PREFIX = "LARDER_";

    private final String label;

    private final boolean redis;

    Subject(String label) {
        this(label, false);
    }

    Subject(String label, boolean redis) {
        this.label = label;
        this.redis = redis;
    }

    /** Opens the catalog of this subject, in a JVM started with its {@link #jvmOptions}. */
    public abstract Catalog open(CacheLimits limits);

    /** How a JVM is started for this subject. Only Larder's own are started with the agent. */
    public List<String> jvmOptions(Path agentJar, CacheLimits limits) {
        List<String> options = new ArrayList<>(limits.asOptions());
        if (isLarder()) {
            options.add("-javaagent:" + agentJar);
            options.add("-Dlarder.memory.max-entries=" + limits.maxEntries());
            options.add("-Dlarder.redis.url=" + (usesRedis() ? limits.redisUrl() : ""));
            options.add(Switched.offInConfiguration());
        }
        return options;
    }

    public boolean isLarder() {
        return name().startsWith(OWN_PREFIX);
    }

    public boolean usesRedis() {
        return redis;
    }

    public String label() {
        return label;
    }
}
