package dev.larder.agent.core.link.receiver.scenarios;

import static dev.larder.agent.core.link.receiver.scenarios.Compared.check;

import dev.larder.Cached;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What objects of one class hold in fields that are plain. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
public final class OwnFieldScenarios {

    private OwnFieldScenarios() {}

    public static final class Records implements Compared {
        record Account(long id) {
            @Cached(ttl = 60)
            String balance() {
                return "balance of " + id;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("balance of 1", new Account(1).balance()), check("balance of 2", new Account(2).balance()));
        }
    }

    public static final class PrivateFields implements Compared {
        static class Customer {
            private final long id;

            Customer(long id) {
                this.id = id;
            }

            @Cached(ttl = 60)
            boolean vip() {
                return id == 1;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(check(true, new Customer(1).vip()), check(false, new Customer(2).vip()));
        }
    }

    public static final class FieldsOfEachKind implements Compared {
        enum Color {
            RED,
            BLUE
        }

        record Range(int low, int high) {}

        static final class Holder<T> {
            private final T value;

            Holder(T value) {
                this.value = value;
            }

            @Cached(ttl = 60)
            String get(String what) {
                return what + value;
            }
        }

        static final class Typed {
            private String text = "a";
            private boolean flag;
            private char sign = 'a';
            private byte tiny;
            private short small;
            private int number;
            private long big;
            private float ratio;
            private double share;
            private Long boxed;
            private BigDecimal money = BigDecimal.ONE;
            private UUID uuid = new UUID(1, 1);
            private LocalDate day = LocalDate.EPOCH;
            private Date date = new Date(1);
            private Color color = Color.RED;
            private Class<?> type = String.class;
            private Range range = new Range(1, 2);
            private String[] texts = {"a"};
            private int[][] table = {{1}};
            private List<String> list = List.of("a");
            private Map<String, Long> map = Map.of("a", 1L);

            @Cached(ttl = 60)
            String get() {
                return text
                        + flag
                        + sign
                        + tiny
                        + small
                        + number
                        + big
                        + ratio
                        + share
                        + boxed
                        + money
                        + uuid
                        + day
                        + date.getTime()
                        + color
                        + type
                        + range
                        + texts[0]
                        + table[0][0]
                        + list
                        + map;
            }
        }

        @Override
        public List<List<Object>> calls() {
            List<List<Object>> calls = new ArrayList<>();
            for (Object value : List.of("1", 1, 1L, '1', Color.RED, Color.BLUE, List.of("1"), new Range(1, 2))) {
                calls.add(check("v" + value, new Holder<>(value).get("v")));
            }
            List<java.util.function.Consumer<Typed>> changes = List.of(
                    t -> t.text = "b",
                    t -> t.flag = true,
                    t -> t.sign = 'b',
                    t -> t.tiny = 1,
                    t -> t.small = 1,
                    t -> t.number = 1,
                    t -> t.big = 1,
                    t -> t.ratio = 0.5f,
                    t -> t.share = 0.5,
                    t -> t.boxed = 7L,
                    t -> t.money = BigDecimal.TEN,
                    t -> t.uuid = new UUID(1, 2),
                    t -> t.day = LocalDate.EPOCH.plusDays(1),
                    t -> t.date = new Date(2),
                    t -> t.color = Color.BLUE,
                    t -> t.type = Long.class,
                    t -> t.range = new Range(1, 3),
                    t -> t.texts = new String[] {"b"},
                    t -> t.table = new int[][] {{2}},
                    t -> t.list = List.of("b"),
                    t -> t.map = Map.of("a", 2L));
            Typed plain = new Typed();
            String first = plain.get();
            for (java.util.function.Consumer<Typed> change : changes) {
                Typed other = new Typed();
                change.accept(other);
                calls.add(check(false, first.equals(other.get())));
            }
            return calls;
        }
    }

    public static final class InheritedFields implements Compared {
        abstract static class Entity<K> {
            protected K id;
        }

        static class User extends Entity<Long> {
            User(long id) {
                this.id = id;
            }

            @Cached(ttl = 60)
            String name() {
                return "user " + id;
            }
        }

        static class Named extends Entity<Object> {
            private final String id; // hides the inherited one

            Named(String own, Object inherited) {
                this.id = own;
                super.id = inherited;
            }

            @Cached(ttl = 60)
            String both() {
                return id + super.id;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("user 1", new User(1).name()),
                    check("user 2", new User(2).name()),
                    check("ab", new Named("a", "b").both()),
                    check("ba", new Named("b", "a").both()),
                    check("aa", new Named("a", "a").both()));
        }
    }

    public static final class Locales implements Compared {
        static class Text {
            private final Locale locale;

            Text(Locale locale) {
                this.locale = locale;
            }

            @Cached(ttl = 60)
            String tag() {
                return locale.toLanguageTag() + locale.getVariant();
            }
        }

        @Override
        public List<List<Object>> calls() {
            List<List<Object>> calls = new ArrayList<>();
            List<Locale> locales = new ArrayList<>(List.of(Locale.ROOT, Locale.US, Locale.ENGLISH));
            for (String tag : List.of(
                    "und-Latn", "und-u-ca-buddhist", "und-u-ca-japanese", "und-x-a", "de-DE-1996", "sr-Latn-RS")) {
                locales.add(Locale.forLanguageTag(tag));
            }
            locales.add(new Locale.Builder().setLanguage("de").setRegion("DE").build());
            for (Locale locale : locales) {
                calls.add(check(locale.toLanguageTag() + locale.getVariant(), new Text(locale).tag()));
            }
            return calls;
        }
    }

    public static final class SizeThatThrows implements Compared {
        static final class Lazy extends AbstractSet<String> {
            @Override
            public Iterator<String> iterator() {
                throw new IllegalStateException("no session");
            }

            @Override
            public int size() {
                throw new IllegalStateException("no session");
            }
        }

        static class Order {
            private final Set<String> lines = new Lazy();

            @Cached(key = "order:{x}", ttl = 60)
            String find(int x) {
                return x + (lines == null ? "none" : "some");
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(check("1some", new Order().find(1)), check("1some", new Order().find(1)));
        }
    }
}
