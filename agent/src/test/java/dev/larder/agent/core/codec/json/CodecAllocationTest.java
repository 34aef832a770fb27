package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.larder.agent.core.codec.ValueCodec;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The codec allocates no more than Jackson's data binding with a reader and a writer made beforehand. */
final class CodecAllocationTest {

    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 200;

    /** Keeps the results from being optimised away. */
    private static volatile Object last;

    enum Status {
        NEW,
        PAID,
        SENT
    }

    record Item(
            long id, String name, int quantity, BigDecimal price, Instant created, Status status, List<String> tags) {}

    static final class Bean {
        public long id;
        public String name = "";
        public int quantity;
        public boolean active;
        public double weight;
        public Status status = Status.NEW;
    }

    @Test
    void listOfRecords_takesNoMoreThanJackson() throws Exception {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            items.add(item(i));
        }
        assertNoMoreThanJackson(new TypeRef<List<Item>>() {}, items);
    }

    @Test
    void listOfMutableObjects_takesNoMoreThanJackson() throws Exception {
        List<Bean> beans = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            beans.add(bean(i));
        }
        assertNoMoreThanJackson(new TypeRef<List<Bean>>() {}, beans);
    }

    @Test
    void mapOfLists_takesNoMoreThanJackson() throws Exception {
        Map<String, List<Item>> map = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            map.put("key-" + i, List.of(item(i), item(i + 1), item(i + 2)));
        }
        assertNoMoreThanJackson(new TypeRef<Map<String, List<Item>>>() {}, map);
    }

    @Test
    void oneObject_takesNoMoreThanJackson() throws Exception {
        assertNoMoreThanJackson(new TypeRef<Bean>() {}, bean(7));
    }

    private static Item item(int i) {
        Instant created = Instant.ofEpochMilli(1_700_000_000_000L + i * 7_777L);
        List<String> tags = new ArrayList<>(List.of("tag-" + i, "blue"));
        return new Item(i * 31L, "Item " + i, i, BigDecimal.valueOf(1_999 + i, 2), created, Status.PAID, tags);
    }

    private static Bean bean(int i) {
        Bean bean = new Bean();
        bean.id = i * 1_000_000_007L;
        bean.name = "Bean " + i;
        bean.quantity = i;
        bean.active = i % 2 == 0;
        bean.weight = i / 4.0;
        return bean;
    }

    private static <T> void assertNoMoreThanJackson(TypeRef<T> type, T value) throws Exception {
        ValueCodec codec = RoundTrip.codec(type);
        JsonMapper mapper = JsonMapper.builder().build();
        JavaType jacksonType = mapper.getTypeFactory().constructType(type.type());
        ObjectReader reader = mapper.readerFor(jacksonType);
        ObjectWriter writer = mapper.writerFor(jacksonType);
        byte[] envelope = codec.encode(value);
        byte[] json = writer.writeValueAsBytes(value);
        assertThat(bytesOf(() -> codec.decode(envelope))).isLessThan(bytesOf(() -> reader.readValue(json)));
        assertThat(bytesOf(() -> codec.encode(value))).isLessThan(bytesOf(() -> writer.writeValueAsBytes(value)));
    }

    private static long bytesOf(Callable<?> work) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            if (i == WARM_UP) {
                before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            }
            last = work.call();
        }
        return (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / MEASURED;
    }
}
