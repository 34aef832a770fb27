package dev.larder.benchmarks.catalog;

import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Redis as one would use it by hand: Lettuce's one shared connection, {@code GET} and {@code SET}, and Jackson. */
final class RawLettuce extends Catalog {

    private final RedisClient client;
    private final StatefulRedisConnection<String, byte[]> connection;
    private final RedisCommands<String, byte[]> redis;
    private final ObjectWriter writer;
    private final ObjectReader users;
    private final ObjectReader lists;
    private final ObjectReader pages;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    RawLettuce(CacheLimits limits) {
        this.client = RedisClient.create(limits.redisUrl());
        this.connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
        this.redis = connection.sync();
        JsonMapper mapper = new JsonMapper();
        this.writer = mapper.writer();
        this.users = mapper.readerFor(User.class);
        this.lists = mapper.readerForListOf(Item.class);
        this.pages = mapper.readerFor(String.class);
    }

    @Override
    public User byId(long id) {
        return read("user:" + id, users, () -> Source.user(id));
    }

    @Override
    public List<Item> items(long id) {
        return read("items:" + id, lists, () -> Source.items(id));
    }

    @Override
    public String page(long id) {
        return read("page:" + id, pages, () -> Source.page(id));
    }

    @Override
    public void evict(long id) {
        redis.del("user:" + id);
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }

    private <V> V read(String key, ObjectReader reader, Supplier<V> body) {
        byte[] bytes = redis.get(key);
        if (bytes != null) {
            hits.increment();
            return reader.readValue(bytes);
        }
        misses.increment();
        V value = body.get();
        redis.set(key, writer.writeValueAsBytes(value), SetArgs.Builder.ex(CacheLimits.TTL));
        return value;
    }
}
