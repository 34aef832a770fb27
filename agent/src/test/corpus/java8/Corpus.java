import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.Ttl;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Method shapes that every release from 8 on has. Prints what each returns. As the annotation asks, results depend on
 * the key alone: on the arguments, or on what {this.x} names.
 */
public class Corpus {

    static int classInit = initial();
    int calls;

    @Cached(ttl = Ttl.SHORT)
    static int initial() {
        return 41;
    }

    // every return type
    @Cached(ttl = 1) boolean aBoolean(boolean x) { return !x; }
    @Cached(ttl = 1) byte aByte(byte x) { return (byte) (x + 1); }
    @Cached(ttl = 1) char aChar(char x) { return (char) (x + 1); }
    @Cached(ttl = 1) short aShort(short x) { return (short) (x + 1); }
    @Cached(ttl = 1) int anInt(int x) { return x + 1; }
    @Cached(ttl = 1) long aLong(long x) { return x + 1; }
    @Cached(ttl = 1) float aFloat(float x) { return x + 1; }
    @Cached(ttl = 1) double aDouble(double x) { return x + 1; }
    @Cached(ttl = 1) String aString(String x) { return x + 1; }
    @Cached(ttl = 1) Integer aBox(Integer x) { return x == null ? null : x + 1; }
    @Cached(ttl = 1) int[] ints(int... x) { return x.clone(); }
    @Cached(ttl = 1) long[][] longs(int n) { return new long[n][n + 1]; }
    @Cached(ttl = 1) String[] strings(String... x) { return x; }
    @Cached(ttl = 1) Object anObject(Object x) { return x; }

    // arguments of two words between others
    @Cached(ttl = 1)
    double mixed(int a, long b, double c, String d, float e, long f, Object g) {
        return a + b + c + d.length() + e + f + g.hashCode();
    }

    @Cached(ttl = 1) static long staticMixed(long a, int b, double c, byte d) { return (long) (a + b + c + d); }

    // modifiers
    @Cached(ttl = 1) private String aPrivate(String s) { return "private " + s; }
    @Cached(ttl = 1) protected final String aFinal(String s) { return "final " + s; }
    @Cached(ttl = 1) public synchronized String locked(String s) { return s + Thread.holdsLock(this); }
    @Cached(ttl = 1) static synchronized String lockedStatic(String s) { return s + Thread.holdsLock(Corpus.class); }
    @Cached(ttl = 1) strictfp double strict(double x) { return x / 3; }
    @Cached(ttl = 1) @Deprecated static final String deprecated() { return "deprecated"; }

    // generics
    @Cached(ttl = 1)
    <T extends Comparable<? super T> & Serializable> T max(List<? extends T> of) {
        return Collections.max(of);
    }

    @Cached(ttl = 1)
    @SafeVarargs
    static <K, V> Map<K, List<V>> group(Function<? super V, ? extends K> by, V... values) {
        Map<K, List<V>> result = new TreeMap<>();
        for (V value : values) {
            result.computeIfAbsent(by.apply(value), k -> new ArrayList<>()).add(value);
        }
        return result;
    }

    // control flow
    @Cached(ttl = 1)
    int loops(int n) {
        int sum = 0;
        outer:
        for (int i = 0; i < n; i++) {
            int j = 0;
            while (true) {
                if (j++ > i) continue outer;
                if (sum > 1000) break outer;
                sum += j % 3 == 0 ? i : -j;
            }
        }
        do { sum++; } while (sum < 0);
        return sum;
    }

    @Cached(ttl = 1)
    String tries(int n) throws IOException {
        StringBuilder log = new StringBuilder();
        try {
            try {
                if (n == 1) throw new IOException("one");
                if (n == 2) throw new IllegalStateException("two");
                return log.append("none").toString();
            } catch (IOException | IllegalStateException e) {
                log.append(e.getMessage());
                if (n == 1) return log.append("!").toString();
            } finally {
                log.append(" finally");
                calls++;
            }
        } finally {
            if (n == 3) return "overruled";
        }
        return log.toString();
    }

    @Cached(ttl = 1)
    int monitors(Object lock) {
        int depth = 0;
        synchronized (lock) {
            depth += Thread.holdsLock(lock) ? 1 : 0;
            synchronized (this) {
                try {
                    if (depth == 1) return depth + (Thread.holdsLock(this) ? 10 : 0);
                } finally {
                    calls++;
                }
            }
        }
        return -1;
    }

    @Cached(ttl = 1)
    String switches(String s) {
        switch (s) {
            case "a": return "first";
            case "Aa":
            case "BB": return "collide";
            default: return switchesEnum(Color.valueOf(s));
        }
    }

    @Cached(ttl = 1)
    String switchesEnum(Color c) {
        switch (c) {
            case RED: return "r";
            default: return c.dark();
        }
    }

    @Cached(ttl = 1)
    String resources(String name) throws Exception {
        try (AutoCloseable a = () -> calls++; AutoCloseable b = () -> calls++) {
            assert a != b;
            return name + calls;
        }
    }

    @Cached(ttl = 1)
    String throwing(int kind) throws Exception {
        if (kind == 0) throw new IOException("checked");
        throw new AssertionError("error");
    }

    // bodies with lambdas, inner classes, recursion
    @Cached(ttl = 1)
    Supplier2 lambdas(int n) {
        int base = n * 2;
        Function<Integer, Integer> add = x -> x + base + calls;
        Callable<String> text = this::toString;
        return new Supplier2(add.apply(3) + (text == null ? 0 : 1));
    }

    @Cached(ttl = 1)
    String anonymous(final int n) {
        class Local { int twice() { return 2 * n; } }
        Object o = new Object() {
            @Cached(ttl = 1) @Override public String toString() {
                return "anonymous " + n + new Local().twice() + getClass().getEnclosingMethod().getName();
            }
        };
        return o.toString();
    }

    @Cached(ttl = 1) static long fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
    @Cached(ttl = 1) boolean even(int n) { return n == 0 || odd(n - 1); }
    @Cached(ttl = 1) boolean odd(int n) { return n != 0 && even(n - 1); }

    // overloads whose moved bodies differ in "static" alone
    @Cached(ttl = 1) String over() { return "instance"; }
    @Cached(ttl = 1) static String over(Corpus c) { return "static"; }
    @Cached(ttl = 1) String over(int x) { return "int"; }
    @Cached(ttl = 1) String over(long x) { return "long"; }

    // evictions and puts: nothing returned, every return type, each beside the others
    @CacheEvict(key = "e:{0}") void aVoid(long a, double b, int c, String d) { log(a + b + c + d); }
    @CacheEvict(key = "e:{0}:{1}") static void staticVoid(double a, long b) { log(a + b); }
    @CacheEvict(tag = "e:{this.calls}") private void privateVoid() { log("private"); }
    @CacheEvict(pattern = "e:*") final synchronized void lockedVoid() { log(Thread.holdsLock(this)); }
    @CacheEvict(key = "e:{0[]}") void varargsVoid(String... names) { log(names.length); }
    @CacheEvict(key = "e:{0[]}", phase = CacheEvict.Phase.BEFORE) void arrayVoid(long[] ids, byte last) { log(ids.length + last); }

    @CacheEvict(key = "e:{0}")
    @CacheEvict(key = "f:{0}", phase = CacheEvict.Phase.ALWAYS)
    @CachePut(key = "p:{0}", value = "{1}", ttl = 1)
    void repeated(int id, List<String> value) throws IOException {
        for (String item : value) {
            if (item.isEmpty()) return;
            try {
                if (item.equals("bad")) throw new IOException(item);
            } finally {
                log(item);
            }
        }
        if (id > 0) repeated(id - 1, value);
    }

    @CachePut(key = "p:{0}", ttl = 1) boolean putBoolean(int x) { return x > 0; }
    @CachePut(key = "p:{result}", ttl = 1) byte putByte(byte x) { return x; }
    @CachePut(key = "p:{result}", ttl = 1) char putChar(char x) { return x; }
    @CachePut(key = "p:{0}", ttl = 1) short putShort(short x) { return x; }
    @CachePut(key = "p:{result}", ttl = 1) int putInt(int x) { return x + 1; }
    @CachePut(key = "p:{0}:{result}", ttl = 1) static long putLong(long x, double y) { return x + (long) y; }
    @CachePut(key = "p:{0}", ttl = 1, tags = "t:{result}") float putFloat(float x) { return x; }
    @CacheEvict(key = "e:{result}") double evictDouble(long x, double y) { return x + y; }
    @CacheEvict(key = "e:{result[]}") long[] evictLongs(int n) { return new long[n]; }
    @CacheEvict(key = "e:{result}") Integer evictNull(int x) { return null; }

    @Cached(key = "all:{0}", ttl = 1, tags = {"t", "t:{0}"})
    @CacheEvict(key = "e:{0}", tag = "t:{result}")
    @CachePut(key = "p:{0}", ttl = 1)
    <T extends Comparable<T>> T allOfThem(T x, long y) { return x; }

    static void log(Object what) { System.out.println("[" + what + "]"); }

    interface Sink<T> {
        @CacheEvict(key = "sink:{0}") void accept(T item, long times);
        @CacheEvict(key = "sink") default void flush(double level) { log("flush " + level); }
    }

    static class Texts implements Sink<String> {
        @Override public void accept(String item, long times) { log(item + times); }
    }

    static class Numbers implements Sink<Long> {
        @Override @CacheEvict(key = "number:{0}") public void accept(Long item, long times) { log(item * times); }
        @Override @CachePut(key = "level", value = "{0}", ttl = 1) public void flush(double level) { Sink.super.flush(level); }
    }

    static class Above<T> {
        public String from(T id) { return "above " + id; }
        public synchronized int twice(int n) { return 2 * n; }
    }

    interface Below {
        @Cached(ttl = 1) String from(Long id);
        @CacheEvict(key = "twice:{0}") int twice(int n);
    }

    abstract static class Between extends Above<Long> {}

    static class Inherits extends Between implements Below, java.io.Serializable {}

    static final class Supplier2 {
        final int value;
        Supplier2(int value) { this.value = value; }
        @Override public String toString() { return "value " + value; }
    }

    enum Color {
        RED, BLUE { @Override @Cached(ttl = 1) String dark() { return "dark " + name(); } };
        @Cached(ttl = 1) String dark() { return name().toLowerCase(java.util.Locale.ROOT); }
    }

    interface Shape {
        @Cached(ttl = 1) double area();
        @Cached(ttl = 1) default String describe(String prefix) { return prefix + " of " + area(); }
        @Cached(ttl = 1) static String unit(int power) { return power == 2 ? "m2" : "m"; }
    }

    static class Square implements Shape {
        public final double side;
        Square(double side) { this.side = side; }
        @Override @Cached(key = "area:{this.side}", ttl = 1) public double area() { return side * side; }
    }

    abstract static class Source<K, V> {
        @Cached(ttl = 1) V get(K key) { return load(key); }
        abstract V load(K key);
    }

    static final class Lengths extends Source<String, Integer> {
        @Override @Cached(ttl = 1) Integer load(String key) { return key.length(); }
    }

    class Inner {
        @Cached(ttl = 1) String outer(int n) { return Corpus.this.aPrivate("inner " + n); }
        class Deeper { @Cached(ttl = 1) String outer(int n) { return Inner.this.outer(n) + calls; } }
    }

    public static void main(String[] args) throws Exception {
        Corpus c = new Corpus();
        print(classInit, c.aBoolean(true), c.aByte((byte) 127), c.aChar('a'), c.aShort((short) 1), c.anInt(2147483647));
        print(c.aLong(1L << 40), c.aFloat(0.5f), c.aDouble(Double.NaN), c.aString(null), c.aBox(null), c.aBox(7));
        print(Arrays.toString(c.ints()), Arrays.toString(c.ints(1, 2)), c.longs(3)[2].length, c.strings("a", "b").length);
        print(c.anObject(null), c.mixed(1, 2L, 3.5, "four", 5f, 6L, "g"), staticMixed(1L, 2, 3.5, (byte) 4));
        print(c.aPrivate("p"), c.aFinal("f"), c.locked("l"), lockedStatic("s"), c.strict(1), deprecated());
        print(c.max(Arrays.asList(new BigDecimal("1.5"), BigDecimal.TEN)), group(String::length, "a", "bb", "c"));
        print(c.loops(9), c.tries(0), c.tries(1), c.tries(2), c.tries(3), c.monitors(new Object()));
        print(c.switches("a"), c.switches("BB"), c.switches("RED"), c.switches("BLUE"), c.resources("r"));
        for (int kind = 0; kind < 2; kind++) {
            try {
                c.throwing(kind);
            } catch (Exception | AssertionError e) {
                print(e, e.getStackTrace()[0].getLineNumber(), e.getCause());
            }
        }
        print(c.lambdas(4), c.anonymous(5), fib(12), c.even(10), c.odd(10));
        print(c.over(), over(c), c.over(1), c.over(1L), Color.RED.dark());
        print(new Square(3).area(), new Square(2).describe("area"), Shape.unit(2), new Lengths().get("four"));
        Inner inner = c.new Inner();
        print(inner.outer(1), inner.new Deeper().outer(2), c.calls);
        c.aVoid(1L << 40, 0.5, 3, "x");
        staticVoid(2.5, 7L);
        c.privateVoid();
        c.lockedVoid();
        c.varargsVoid("a", "b");
        c.arrayVoid(new long[] {1, 2}, (byte) 3);
        c.repeated(2, Arrays.asList("a", "b"));
        c.repeated(2, Arrays.asList("a", ""));
        try {
            c.repeated(0, Arrays.asList("bad"));
        } catch (IOException e) {
            print(e, e.getStackTrace()[0].getLineNumber(), e.getCause());
        }
        print(c.putBoolean(1), c.putByte((byte) -1), c.putChar('x'), c.putShort((short) 5), c.putInt(6), putLong(7L, 8.5));
        print(c.putFloat(1.5f), c.evictDouble(3L, 0.25), c.evictLongs(3).length, c.evictNull(4), c.allOfThem("x", 5L));
        for (Sink<?> sink : Arrays.<Sink<?>>asList(new Texts(), new Numbers())) sink.flush(1.5);
        new Texts().accept("t", 3L);
        ((Sink<Long>) new Numbers()).accept(4L, 5L);
        Inherits inherits = new Inherits();
        print(inherits.from(1L), ((Below) inherits).from(2L), ((Above<Long>) inherits).from(3L), inherits.twice(4));
        print(((Below) inherits).twice(5), ((Above<Long>) inherits).twice(6));
        print(java.io.ObjectStreamClass.lookup(Inherits.class).getSerialVersionUID());
        for (String more : args) {
            print(Class.forName(more).getMethod("run").invoke(null));
        }
        printShapes(args);
    }

    static void print(Object... values) {
        System.out.println(Arrays.deepToString(values));
    }

    /** How many methods are annotated or implement one that is, and how many have had their bodies moved. */
    static void printShapes(String... more) throws Exception {
        List<Class<?>> classes = new ArrayList<>(Arrays.<Class<?>>asList(Corpus.class, Class.forName("Corpus$1")));
        for (String name : more) {
            classes.add(Class.forName(name));
        }
        for (int i = 0; i < classes.size(); i++) {
            classes.addAll(Arrays.asList(classes.get(i).getDeclaredClasses()));
        }
        classes.add(Class.forName("Corpus$Color$1"));
        int annotated = 3; // Texts.accept and all of Inherits inherit
        int moved = 0;
        for (Class<?> type : classes) {
            for (Method method : type.getDeclaredMethods()) {
                boolean isAbstract = java.lang.reflect.Modifier.isAbstract(method.getModifiers());
                annotated += isAnnotated(method) && !method.isBridge() && !isAbstract ? 1 : 0;
                moved += method.getName().endsWith("$uncached") ? 1 : 0;
            }
        }
        System.out.println("annotated " + annotated);
        System.out.println("moved " + moved);
    }

    static boolean isAnnotated(Method method) {
        return method.isAnnotationPresent(Cached.class)
                || method.getAnnotationsByType(CacheEvict.class).length > 0
                || method.getAnnotationsByType(CachePut.class).length > 0;
    }
}
