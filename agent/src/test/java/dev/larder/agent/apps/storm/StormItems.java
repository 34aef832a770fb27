package dev.larder.agent.apps.storm;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.RefreshIn;
import dev.larder.Tier;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The business code: one cached thing in four forms, every way to keep it, and every way to change it by an annotation. */
final class StormItems {

    private static final int TTL_SECONDS = 600;

    /** Loads that fail, of values which may serve nevertheless. */
    private static final int ONE_IN = 4;

    /** For {@link Verb#UPDATE_AND_FAIL} and {@link Verb#READ_KEPT}. */
    static final class AsPlanned extends RuntimeException {

        private static final long serialVersionUID = 1;

        AsPlanned() {
            super(null, null, false, false);
        }
    }

    private final LocalDatabase database;

    StormItems(LocalDatabase database) {
        this.database = database;
    }

    @Cached(key = "item:{name}", ttl = TTL_SECONDS)
    Row plain(String name) {
        return database.read(name);
    }

    @Cached(key = "item:{name}", ttl = TTL_SECONDS)
    Sheet sheet(String name) {
        return database.readSheet(name);
    }

    @Cached(key = "item:{name}", ttl = TTL_SECONDS, tags = "group:{group}")
    Row tagged(String name, String group) {
        return database.read(name);
    }

    /** What is made from another entry: evicted after it. */
    @Cached(key = "pair:{name}", ttl = TTL_SECONDS)
    Row pair(String name) {
        return plain(name);
    }

    @Cached(key = "pair:{name}", ttl = TTL_SECONDS)
    Row pairOfNear(String name) {
        return near(name);
    }

    /** Due at nearly each call. */
    @Cached(key = "item:{name}", ttl = 1, staleTtl = 200, refreshAhead = 0.01, unit = MILLISECONDS)
    FreshRow refreshed(String name) {
        return database.readFresh(name);
    }

    @Cached(
            key = "item:{name}",
            ttl = 1,
            staleTtl = 200,
            refreshAhead = 0.01,
            unit = MILLISECONDS,
            refreshIn = RefreshIn.CALLER)
    FreshRow refreshedHere(String name) {
        return database.readFresh(name);
    }

    @Cached(key = "item:{name}", ttl = 1, staleTtl = 200, unit = MILLISECONDS, tags = "group:{group}")
    FreshRow refreshedTagged(String name, String group) {
        return database.readFresh(name);
    }

    @Cached(key = "item:{name}", ttl = 1, staleIfError = 200, unit = MILLISECONDS)
    FreshRow kept(String name) {
        if (ThreadLocalRandom.current().nextInt(ONE_IN) == 0) {
            throw new AsPlanned();
        }
        return database.readFresh(name);
    }

    @Cached(key = "item:{name}", ttl = TTL_SECONDS, tier = Tier.NEAR)
    Row near(String name) {
        return database.read(name);
    }

    @Cached(key = "item:{name}", ttl = TTL_SECONDS, tags = "group:{group}", tier = Tier.NEAR)
    Row nearTagged(String name, String group) {
        return database.read(name);
    }

    @Cached(key = "item:{name}", ttl = TTL_SECONDS, tier = Tier.LOCAL)
    Row local(String name) {
        return database.read(name);
    }

    @Cached(key = "item:{name}", ttl = TTL_SECONDS, tags = "group:{group}", tier = Tier.LOCAL)
    Row localTagged(String name, String group) {
        return database.read(name);
    }

    @Cached(key = "behind:{name}", ttl = TTL_SECONDS)
    Row behind(String name) {
        return database.readBehind(name);
    }

    @CachePut(key = "behind:{row.name}", ttl = TTL_SECONDS, value = "{row}", writeBehind = true)
    void writeBehind(Row row) {
        database.writeBehind(row);
    }

    @CacheEvict(key = "behind:{name}")
    long evictBehind(String name) {
        return database.readBehind(name).version();
    }

    @Cached(key = "item:{names[]}", ttl = TTL_SECONDS)
    Map<String, Row> map(Collection<String> names) {
        return read(names);
    }

    @Cached(key = "item:{names[]}", ttl = TTL_SECONDS, tags = "group:{group}")
    Map<String, Row> taggedMap(Collection<String> names, String group) {
        return read(names);
    }

    private Map<String, Row> read(Collection<String> names) {
        Map<String, Row> rows = new HashMap<>();
        names.forEach(name -> rows.put(name, database.read(name)));
        return rows;
    }

    @Cached(key = "item:{names[]}", ttl = TTL_SECONDS)
    List<Row> list(String... names) {
        return Stream.of(names).map(database::read).toList();
    }

    @Cached(key = "item:{names[]}", ttl = TTL_SECONDS, tags = "group:{group}")
    List<Row> taggedList(String group, String... names) {
        return Stream.of(names).map(database::read).toList();
    }

    @Cached(key = "item:{names[]}", ttl = TTL_SECONDS)
    List<Sheet> sheets(Set<String> names) {
        return names.stream().map(database::readSheet).toList();
    }

    /** A batch in a batch. */
    @Cached(key = "pair:{names[]}", ttl = TTL_SECONDS)
    Map<String, Row> pairs(Collection<String> names) {
        return map(names);
    }

    @CacheEvict(key = "item:{name}")
    void update(String name, Writing writing) {
        writing.write();
    }

    @CacheEvict(key = "item:{names[]}")
    void updateMany(String[] names, Writing writing) {
        writing.write();
    }

    @CacheEvict(tag = "group:{group}")
    void updateGroup(String group, Writing writing) {
        writing.write();
    }

    @CacheEvict(key = "item:{name}", tag = "group:{group}")
    void updateKeyAndGroup(String name, String group, Writing writing) {
        writing.write();
    }

    @CacheEvict(pattern = "*:{prefix}.*")
    void updateMatchingAndPairs(String prefix, Writing writing) {
        writing.write();
    }

    @CacheEvict(pattern = "item:{prefix}.*")
    void updateMatching(String prefix, Writing writing) {
        writing.write();
    }

    @CacheEvict(key = "item:{name}", phase = CacheEvict.Phase.ALWAYS)
    void updateAndFail(String name, Writing writing) {
        writing.write();
        throw new AsPlanned();
    }

    @CacheEvict(key = "item:{name}", phase = CacheEvict.Phase.BEFORE)
    void evictFirst(String name, Writing writing) {
        writing.write();
    }

    @CachePut(key = "item:{name}", ttl = TTL_SECONDS)
    Row put(String name, Writing writing) {
        return new Row(name, writing.put());
    }

    @CachePut(key = "item:{name}", ttl = TTL_SECONDS, tags = "group:{group}")
    Row putTagged(String name, String group, Writing writing) {
        return new Row(name, writing.put());
    }

    @CachePut(key = "item:{result.name}", ttl = TTL_SECONDS)
    Row putByResult(String unnamed, Writing writing) {
        return new Row(unnamed, writing.put());
    }

    @CachePut(key = "item:{names[]}", ttl = TTL_SECONDS)
    Map<String, Row> putMany(List<String> names, Writing writing) {
        return written(names, writing);
    }

    @CachePut(key = "item:{names[]}", ttl = TTL_SECONDS, tags = "group:{group}")
    Map<String, Row> putManyTagged(List<String> names, String group, Writing writing) {
        return written(names, writing);
    }

    private static Map<String, Row> written(List<String> names, Writing writing) {
        long[] versions = writing.putAll();
        Map<String, Row> rows = new HashMap<>();
        for (int i = 0; i < versions.length; i++) {
            rows.put(names.get(i), new Row(names.get(i), versions[i]));
        }
        return rows;
    }

    @CacheEvict(key = "pair:{name}")
    void evictPair(String name) {
        // What it is made of has been written and evicted before.
    }
}
