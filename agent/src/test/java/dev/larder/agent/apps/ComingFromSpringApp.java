package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.CacheEvict.Phase;
import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.Larder;
import dev.larder.LarderCache;
import dev.larder.Ttl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds each example of {@code docs/coming-from-spring.md} and prints what it does. */
public final class ComingFromSpringApp {

    private static final List<String> RUNS = new ArrayList<>();

    private ComingFromSpringApp() {}

    public static void main(String[] arguments) {
        Books books = new Books();
        print("find", () -> books.find("9780134685991"), () -> books.find("9780134685991"));
        print("condition is false", () -> books.find("0134685997"), () -> books.find("0134685997"));
        print("null", () -> books.find("9780000000000"), () -> books.find("9780000000000"));
        print("self-invocation", () -> books.findAll(List.of("9780134685991")));
        print("put by the result", () -> books.save(new Book("9781617294945", "Bloch", true)));
        print("after the put", () -> books.find("9781617294945"));
        print("the authors", () -> books.by("Bloch"), () -> books.by("Bloch"));
        print("remove", () -> books.remove("9781617294945", "Bloch"));
        print("after remove", () -> books.find("9781617294945"), () -> books.by("Bloch"));
        print("reload", books::reload);
        print("after reload", () -> books.find("9780134685991"));

        Shelf shelf = new Shelf("north");
        print("no key", () -> shelf.newest("Bloch", 2018), () -> shelf.newest("Bloch", 2018));
        print("another argument", () -> shelf.newest("Bloch", 2017));
        print("nested", () -> shelf.nested(new Isbn("1", 2)), () -> shelf.nested(new Isbn("1", 2)));
        print("by position", () -> shelf.first("a", true), () -> shelf.first("a", false));
        print("target", () -> shelf.target("a"), () -> new Shelf("south").target("a"));
        print("method without arguments", () -> shelf.trimmed(" a"), () -> shelf.trimmed("a "));
        print("computed", () -> shelf.computed("A"), () -> shelf.computed("a"));
        print("constant", () -> shelf.constant(1), () -> shelf.constant(1));
        print("unless", () -> shelf.paperback(1), () -> shelf.paperback(1));
        print("optional", () -> shelf.optional(1), () -> shelf.optional(1));
        print("prefix", () -> shelf.page(1));
        print("evicted by the pattern", shelf::clear, () -> shelf.page(1));
        print("before", () -> shelf.lend(1), () -> shelf.lent(1), () -> shelf.fail(1), () -> shelf.lent(1));
        print("each element", () -> shelf.lendAll(List.of(new Book("1", "", false))), () -> shelf.lent(1));
        print("put a parameter", () -> shelf.shelve(new Book("9", "", true)), () -> shelf.nested(new Isbn("9", 1)));
        print("in code", () -> shelf.constant(2), () -> shelf.evictIf(2, false), () -> shelf.constant(2));
        print("in code, yes", () -> shelf.evictIf(2, true), () -> shelf.constant(2));
        print("everything", ComingFromSpringApp::evictAll, () -> shelf.constant(2));
    }

    private static void evictAll() {
        Larder.cache(Object.class).evictPattern("*");
    }

    /** Says which bodies ran. */
    private static void print(String what, Runnable... calls) {
        RUNS.clear();
        for (Runnable call : calls) {
            call.run();
        }
        System.out.println(what + ": " + RUNS);
    }

    private static <T> T ran(String what, T result) {
        RUNS.add(what);
        return result;
    }

    record Book(String isbn, String author, boolean hardback) {}

    record Isbn(String rawNumber, int edition) {}

    /** The class that is shown before and after. */
    static final class Books {

        @Cached(key = "books:{isbn}", ttl = Ttl.LONG, nullTtl = 0, when = "isWhole", tags = "books")
        public Book find(String isbn) {
            return ran("find", isbn.endsWith("0") ? null : new Book(isbn, "Bloch", false));
        }

        @Cached(key = "authors:{author}", ttl = Ttl.LONG)
        public List<Book> by(String author) {
            return ran("by", List.of(new Book("9780134685991", author, false)));
        }

        @CachePut(key = "books:{result.isbn}", ttl = Ttl.LONG, tags = "books")
        public Book save(Book book) {
            return ran("save", book);
        }

        @CacheEvict(key = {"books:{isbn}", "authors:{author}"})
        public void remove(String isbn, String author) {
            ran("remove", null);
        }

        @CacheEvict(tag = "books")
        public void reload() {
            ran("reload", null);
        }

        List<Book> findAll(List<String> isbns) {
            return isbns.stream().map(this::find).toList();
        }

        private boolean isWhole(String isbn) {
            return isbn.length() == 13;
        }
    }

    /** The lines of the tables. */
    static final class Shelf {

        private static final String COUNT = "count:";
        private static final LarderCache<Integer> COUNTS = Larder.cache(int.class);

        private final String tenant;

        Shelf(String tenant) {
            this.tenant = tenant;
        }

        @Cached(ttl = Ttl.LONG)
        Book newest(String author, int year) {
            return ran("newest", new Book("1", author, year == 2018));
        }

        @Cached(key = "nested:{isbn.rawNumber}", ttl = Ttl.LONG)
        Book nested(Isbn isbn) {
            return ran("nested", new Book(isbn.rawNumber(), "", false));
        }

        @Cached(key = "first:{0}", ttl = Ttl.LONG)
        String first(String name, boolean ignored) {
            return ran("first", name);
        }

        @Cached(key = "target:{this.tenant}:{id}", ttl = Ttl.LONG)
        String target(String id) {
            return ran("target", tenant + id);
        }

        @Cached(key = "trimmed:{name.strip}", ttl = Ttl.LONG)
        String trimmed(String name) {
            return ran("trimmed", name.strip());
        }

        String computed(String name) {
            return lowerCase(name.toLowerCase(java.util.Locale.ROOT));
        }

        @Cached(key = "lower:{name}", ttl = Ttl.LONG)
        private String lowerCase(String name) {
            return ran("lowerCase", name);
        }

        @Cached(key = COUNT + "{id}", ttl = Ttl.LONG)
        int constant(int id) {
            return ran("constant", id);
        }

        @Cached(key = "paperback:{id}", ttl = Ttl.LONG, unless = "isHardback")
        Book paperback(int id) {
            return ran("paperback", new Book(String.valueOf(id), "", true));
        }

        private static boolean isHardback(Book book) {
            return book.hardback();
        }

        @Cached(key = "optional:{id}", ttl = Ttl.LONG, unless = "isEmpty")
        Optional<Book> optional(int id) {
            return ran("optional", Optional.empty());
        }

        private static boolean isEmpty(Optional<Book> book) {
            return book.isEmpty();
        }

        @Cached(key = "page:{number}", ttl = Ttl.LONG)
        String page(int number) {
            return ran("page", "page " + number);
        }

        @CacheEvict(pattern = "page:*")
        void clear() {
            ran("clear", null);
        }

        @Cached(key = "lent:{id}", ttl = Ttl.LONG)
        boolean lent(int id) {
            return ran("lent", true);
        }

        @CacheEvict(key = "lent:{books[].isbn}")
        void lendAll(List<Book> books) {
            ran("lendAll", null);
        }

        @CachePut(key = "nested:{book.isbn}", ttl = Ttl.LONG, value = "{book}")
        void shelve(Book book) {
            ran("shelve", null);
        }

        @CacheEvict(key = "lent:{id}", phase = Phase.BEFORE)
        void lend(int id) {
            ran("lend", null);
        }

        @CacheEvict(key = "lent:{id}", phase = Phase.ALWAYS)
        private void half(int id) {
            throw new IllegalStateException();
        }

        void fail(int id) {
            try {
                half(id);
            } catch (IllegalStateException thrown) {
                ran("thrown", null);
            }
        }

        void evictIf(int id, boolean changed) {
            if (changed) {
                COUNTS.evict(Larder.key("count:{0}", id));
            }
        }
    }
}
