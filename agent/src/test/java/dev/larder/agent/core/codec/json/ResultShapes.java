package dev.larder.agent.core.codec.json;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.larder.agent.core.codec.json.ServiceTypes.Attributes;
import dev.larder.agent.core.codec.json.ServiceTypes.Author;
import dev.larder.agent.core.codec.json.ServiceTypes.Card;
import dev.larder.agent.core.codec.json.ServiceTypes.Category;
import dev.larder.agent.core.codec.json.ServiceTypes.Circle;
import dev.larder.agent.core.codec.json.ServiceTypes.CompanyCustomer;
import dev.larder.agent.core.codec.json.ServiceTypes.Customer;
import dev.larder.agent.core.codec.json.ServiceTypes.Document;
import dev.larder.agent.core.codec.json.ServiceTypes.Invoice;
import dev.larder.agent.core.codec.json.ServiceTypes.Item;
import dev.larder.agent.core.codec.json.ServiceTypes.PageOf;
import dev.larder.agent.core.codec.json.ServiceTypes.Payment;
import dev.larder.agent.core.codec.json.ServiceTypes.Price;
import dev.larder.agent.core.codec.json.ServiceTypes.Shape;
import dev.larder.agent.core.codec.json.ServiceTypes.Square;
import dev.larder.agent.core.codec.json.ServiceTypes.State;
import dev.larder.agent.core.codec.json.ServiceTypes.Transfer;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import kotlin.Pair;
import kotlin.collections.CollectionsKt;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;
import org.springframework.http.ResponseEntity;

/**
 * Sixty results of ordinary services, with their declared types. {@code docs/values.md} says of each what becomes of it, and
 * {@link ResultShapesTest} holds the two together.
 */
final class ResultShapes {

    /** @param name as in the document */
    record ResultShape(String name, Type type, Supplier<Object> sample) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<ResultShape> ALL = new ArrayList<>();

    static {
        plainValues();
        objects();
        otherClassesThanDeclared();
        collections();
        views();
        libraries();
    }

    private ResultShapes() {}

    static List<ResultShape> all() {
        return ALL;
    }

    private static <T> void add(String name, TypeRef<T> type, Supplier<? extends T> sample) {
        ALL.add(new ResultShape(name, type.type(), sample::get));
    }

    private static void plainValues() {
        add("`String`", new TypeRef<String>() {}, () -> "text");
        add("`Long`", new TypeRef<Long>() {}, () -> 1L << 40);
        add("`BigDecimal`", new TypeRef<BigDecimal>() {}, () -> new BigDecimal("1.50"));
        add("an enum with a body", new TypeRef<State>() {}, () -> State.PAID);
        add("`byte[]`", new TypeRef<byte[]>() {}, () -> new byte[] {1, 2, 3});
        add("`int[][]`", new TypeRef<int[][]>() {}, () -> new int[][] {{1}, {2, 3}});
        add("`UUID`", new TypeRef<UUID>() {}, () -> new UUID(1, 2));
        add("`LocalDate`", new TypeRef<LocalDate>() {}, () -> LocalDate.of(2026, 2, 28));
        add("`java.sql.Timestamp`", new TypeRef<Timestamp>() {}, () -> new Timestamp(1_700_000_000_123L));
        add("`Calendar`", new TypeRef<Calendar>() {}, () -> new GregorianCalendar(2026, Calendar.MAY, 1));
    }

    private static void objects() {
        add("a record", new TypeRef<Item>() {}, () -> ServiceTypes.item(1));
        add("a bean with a list", new TypeRef<Customer>() {}, () -> Customer.of(1));
        add("a class with final fields", new TypeRef<Price>() {}, () -> new Price(BigDecimal.TEN, "EUR"));
        add("`Optional` of a bean", new TypeRef<Optional<Customer>>() {}, () -> Optional.of(Customer.of(1)));
        add("`Optional.empty()`", new TypeRef<Optional<Customer>>() {}, Optional::empty);
        add("a generic page of records", new TypeRef<PageOf<Item>>() {}, () -> page());
        add("a tree with parent links", new TypeRef<Category>() {}, Category::tree);
        add("entities that refer to each other", new TypeRef<Author>() {}, Author::withBooks);
        add("a bean with a `Map<String, Object>`", new TypeRef<Attributes>() {}, ResultShapes::attributes);
    }

    private static PageOf<Item> page() {
        return new PageOf<>(ServiceTypes.items(3), 0, 30);
    }

    private static Attributes attributes() {
        Attributes made = new Attributes();
        made.byName.put("count", 3L);
        made.byName.put("tags", new ArrayList<>(List.of("a", "b")));
        return made;
    }

    private static void otherClassesThanDeclared() {
        add(
                "a list of a sealed interface",
                new TypeRef<List<Payment>>() {},
                () -> new ArrayList<>(List.of(new Card("1234"), new Transfer("DE00"))));
        add(
                "a list of an interface",
                new TypeRef<List<Shape>>() {},
                () -> new ArrayList<>(List.of(new Circle(1), new Square(2))));
        add("an abstract result", new TypeRef<Document>() {}, Invoice::new);
        add("a subclass of the declared class", new TypeRef<Customer>() {}, () -> CompanyCustomer.of("DE1"));
        add("`Optional` of an interface", new TypeRef<Optional<Shape>>() {}, () -> Optional.of(new Circle(1)));
        add("`Map<String, Object>` of texts and numbers", new TypeRef<Map<String, Object>>() {}, () -> {
            Map<String, Object> made = new HashMap<>();
            made.put("a", 1L);
            made.put("b", List.of(1, 2));
            return made;
        });
        add("`Map<String, Object>` with a bean", new TypeRef<Map<String, Object>>() {}, () -> {
            Map<String, Object> made = new HashMap<>();
            made.put("customer", Customer.of(1));
            return made;
        });
        add("`Object` that is a record", new TypeRef<Object>() {}, () -> ServiceTypes.item(1));
    }

    private static void collections() {
        add("`ArrayList` of records", new TypeRef<List<Item>>() {}, () -> ServiceTypes.items(3));
        add("`List.of` beans", new TypeRef<List<Customer>>() {}, () -> List.of(Customer.of(1), Customer.of(2)));
        add("`Stream.toList()`", new TypeRef<List<Item>>() {}, () -> ServiceTypes.items(3).stream()
                .toList());
        add("`Arrays.asList`", new TypeRef<List<String>>() {}, () -> Arrays.asList("a", "b"));
        add("`Set.of` texts", new TypeRef<Set<String>>() {}, () -> Set.of("a", "b"));
        add("`ArrayDeque`", new TypeRef<Deque<String>>() {}, () -> new ArrayDeque<>(List.of("a")));
        add(
                "`EnumMap`",
                new TypeRef<Map<State, Item>>() {},
                () -> new EnumMap<>(Map.of(State.OPEN, ServiceTypes.item(1))));
        add("`HashMap` of lists", new TypeRef<Map<Long, List<Item>>>() {}, ResultShapes::byNumber);
        add("`TreeMap`", new TypeRef<SortedMap<String, Long>>() {}, () -> new TreeMap<>(Map.of("a", 1L)));
        add("`TreeMap` that ignores case", new TypeRef<SortedMap<String, Long>>() {}, () -> {
            SortedMap<String, Long> made = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            made.put("A", 1L);
            return made;
        });
        add("`TreeSet` in reverse order", new TypeRef<SortedSet<Long>>() {}, () -> {
            SortedSet<Long> made = new TreeSet<>(Collections.reverseOrder());
            made.addAll(List.of(1L, 2L));
            return made;
        });
        add("`ConcurrentHashMap`", new TypeRef<Map<String, Long>>() {}, () -> new ConcurrentHashMap<>(Map.of("a", 1L)));
        add("`Properties`", new TypeRef<Properties>() {}, () -> {
            Properties made = new Properties();
            made.setProperty("a", "b");
            return made;
        });
    }

    private static Map<Long, List<Item>> byNumber() {
        Map<Long, List<Item>> made = new HashMap<>();
        for (long i = 0; i < 3; i++) {
            made.put(i, ServiceTypes.items(2));
        }
        return made;
    }

    private static void views() {
        add("`subList`", new TypeRef<List<Item>>() {}, () -> ServiceTypes.items(5)
                .subList(1, 3));
        add("`HashMap.keySet()`", new TypeRef<Set<Long>>() {}, () -> byNumber().keySet());
        add("`HashMap.values()`", new TypeRef<Collection<List<Item>>>() {}, () -> byNumber()
                .values());
        add(
                "`Collections.unmodifiableMap`",
                new TypeRef<Map<Long, List<Item>>>() {},
                () -> Collections.unmodifiableMap(byNumber()));
        add(
                "`Collections.unmodifiableSortedSet`",
                new TypeRef<SortedSet<Long>>() {},
                () -> Collections.unmodifiableSortedSet(new TreeSet<>(List.of(1L, 2L))));
        add(
                "`Collections.synchronizedList`",
                new TypeRef<List<Item>>() {},
                () -> Collections.synchronizedList(ServiceTypes.items(2)));
        add("`Collections.nCopies`", new TypeRef<List<String>>() {}, () -> Collections.nCopies(3, "a"));
        add("`Map.entry`", new TypeRef<Map.Entry<String, Item>>() {}, () -> Map.entry("a", ServiceTypes.item(1)));
        add(
                "an entry of a `LinkedHashMap`",
                new TypeRef<Map.Entry<Long, List<Item>>>() {},
                () -> new LinkedHashMap<>(byNumber()).entrySet().iterator().next());
        add("`Locale`", new TypeRef<Locale>() {}, () -> Locale.GERMANY);
    }

    private static void libraries() {
        add(
                "Spring Data: `Page`",
                new TypeRef<Page<Item>>() {},
                () -> new PageImpl<>(ServiceTypes.items(2), PageRequest.of(0, 2, Sort.by("name")), 9));
        add("Spring Data: `Slice`", new TypeRef<Slice<Item>>() {}, () -> new SliceImpl<>(ServiceTypes.items(2)));
        add("Spring: `ResponseEntity`", new TypeRef<ResponseEntity<Customer>>() {}, () -> ResponseEntity.ok()
                .header("X-Kind", "a")
                .body(Customer.of(1)));
        add("Guava: `ImmutableList`", new TypeRef<List<Customer>>() {}, () -> ImmutableList.of(Customer.of(1)));
        add("Guava: `ImmutableSet`", new TypeRef<Set<String>>() {}, () -> ImmutableSet.of("a", "b", "c"));
        add(
                "Guava: `ImmutableMap`",
                new TypeRef<Map<String, Customer>>() {},
                () -> ImmutableMap.of("a", Customer.of(1), "b", Customer.of(2)));
        add("Kotlin: `buildList`", new TypeRef<List<String>>() {}, () -> {
            List<String> made = CollectionsKt.createListBuilder();
            made.add("a");
            return CollectionsKt.build(made);
        });
        add(
                "Kotlin: a data class (`Pair`)",
                new TypeRef<Pair<String, Item>>() {},
                () -> new Pair<>("a", ServiceTypes.item(1)));
        add("Kotlin: `emptyList()`", new TypeRef<List<Item>>() {}, () -> CollectionsKt.emptyList());
        add("Joda-Time: `DateTime`", new TypeRef<DateTime>() {}, () -> new DateTime(0L, DateTimeZone.UTC));
    }
}
