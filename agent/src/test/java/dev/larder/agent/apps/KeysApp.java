package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.Larder;
import dev.larder.Mode;
import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Calls methods with arguments that are not the same though much says they are, and evicts by other types. One line each. */
public final class KeysApp {

    private int version = 1;
    private int runs;

    record Card(String number) {
        public String number() {
            return "************" + number.substring(12);
        }

        String full() {
            return number;
        }
    }

    record Amount(long cents) {
        public long cents() {
            return cents / 100 * 100;
        }

        long exact() {
            return cents;
        }
    }

    enum Color {
        RED
    }

    private KeysApp() {}

    public static void main(String[] mode) throws Exception {
        KeysApp app = new KeysApp();
        app.find(0);
        Awaiting.until(() -> Larder.mode() == Mode.valueOf(mode[0]));
        System.out.println(Larder.mode());
        app.records();
        app.order();
        app.evictions();
    }

    private void records() {
        limit(new Card("4000000000001234"));
        System.out.println(limit(new Card("5555555555551234")));
        limits(List.of(new Card("4000000000001234")));
        System.out.println(limits(List.of(new Card("5555555555551234"))));
        fee(new Amount(101));
        System.out.println(fee(new Amount(199)));
        feeOf(new Amount(101));
        System.out.println(feeOf(new Amount(199)));
    }

    private void order() {
        query(map("b", "a"));
        System.out.println(query(map("a", "b")));
        anyQuery(map("b", "a"));
        System.out.println(anyQuery(Collections.unmodifiableMap(map("a", "b"))));
        header(new LinkedHashSet<>(List.of("name", "id")));
        System.out.println(header(new LinkedHashSet<>(List.of("id", "name"))));
        first(new TreeSet<>(List.of(1, 2)));
        SortedSet<Integer> down = new TreeSet<>(Comparator.reverseOrder());
        down.addAll(List.of(1, 2));
        System.out.println(first(down));
        runs = 0;
        count(new HashMap<>(map("b", "a")));
        Map<String, String> roomy = new HashMap<>(1024);
        roomy.putAll(map("a", "b"));
        count(roomy);
        count(Map.copyOf(roomy));
        System.out.println("runs " + runs);
    }

    private void evictions() {
        UUID uuid = new UUID(1, 2);
        find(7);
        version++;
        dropSerializable(7L);
        System.out.println(find(7));
        version++;
        dropObject(7L);
        System.out.println(find(7));
        version++;
        dropNumber(7L);
        System.out.println(find(7));
        version++;
        dropAny(7L);
        System.out.println(find(7));
        byText("7");
        byUuid(uuid);
        byColor(Color.RED);
        byInt(8);
        version++;
        dropObject("7");
        dropSerializable(uuid);
        dropAny(Color.RED);
        dropNumber(8);
        System.out.println(byText("7") + byUuid(uuid) + byColor(Color.RED) + byInt(8));
        version++;
        put(8);
        System.out.println(byInt(8));
    }

    private static Map<String, String> map(String... keys) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String key : keys) {
            map.put(key, key);
        }
        return map;
    }

    @Cached(ttl = 600)
    String limit(Card card) {
        return card.full();
    }

    @Cached(ttl = 600)
    String limits(List<Card> cards) {
        return cards.get(0).full();
    }

    @Cached(key = "fee:{amount}", ttl = 600)
    long fee(Amount amount) {
        return amount.exact();
    }

    @Cached(key = "fee-of:{amount.cents}", ttl = 600)
    long feeOf(Amount amount) {
        return amount.exact();
    }

    @Cached(ttl = 600)
    String query(LinkedHashMap<String, String> parameters) {
        return String.join("&", parameters.keySet());
    }

    private String query(Map<String, String> parameters) {
        return query(new LinkedHashMap<>(parameters));
    }

    @Cached(ttl = 600)
    String anyQuery(Map<String, String> parameters) {
        return parameters.keySet().stream().collect(Collectors.joining("&"));
    }

    @Cached(ttl = 600)
    String header(LinkedHashSet<String> columns) {
        return String.join(",", columns);
    }

    @Cached(ttl = 600)
    int first(SortedSet<Integer> numbers) {
        return numbers.first();
    }

    @Cached(ttl = 600)
    int count(Map<String, String> map) {
        runs++;
        return map.size();
    }

    @Cached(key = "user:{id}", ttl = 600)
    String find(long id) {
        return "v" + version;
    }

    @Cached(key = "user:{id}", ttl = 600)
    String byText(String id) {
        return "v" + version;
    }

    @Cached(key = "user:{id}", ttl = 600)
    String byUuid(UUID id) {
        return "v" + version;
    }

    @Cached(key = "user:{id}", ttl = 600)
    String byColor(Color id) {
        return "v" + version;
    }

    @Cached(key = "user:{id}", ttl = 600)
    String byInt(int id) {
        return "v" + version;
    }

    @CacheEvict(key = "user:{id}")
    void dropSerializable(Serializable id) {}

    @CacheEvict(key = "user:{id}")
    void dropObject(Object id) {}

    @CacheEvict(key = "user:{id}")
    void dropNumber(Number id) {}

    @CacheEvict(key = "user:{id}")
    <K> void dropAny(K id) {}

    @CachePut(key = "user:{id}", ttl = 600)
    String put(Object id) {
        return "put";
    }
}
