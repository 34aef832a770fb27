package dev.larder.agent.core.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Cached;
import dev.larder.Warm;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.config.WarmConfig;
import dev.larder.agent.core.stats.WarmCounts;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.WovenApplication;
import java.io.IOException;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Methods that are called ahead, woven and linked, in memory. */
final class WarmerTest {

    private final WovenApplication application = WovenApplication.of(WarmerTest.class);
    private final WarmConfig config = new WarmConfig(Duration.ZERO, 10_000, 0);
    private final Warmer warmer = warmer(WarmTurns.ALONE);

    /** What the woven classes do is on the twin's side, so they tell through a class that both share. */
    private static List<String> told() {
        return Told.all();
    }

    /** With threads that the test starts, so that it hears what they log. */
    private Warmer warmer(WarmTurns turns) {
        return new Warmer(
                config, turns, () -> true, Ticker.system(), Clock.systemUTC(), new SplittableRandom(), Thread::new);
    }

    @AfterEach
    void end() throws IOException {
        warmer.stop();
        application.close();
        Told.clear();
    }

    private Supplier<?> make(Class<? extends Supplier<?>> type) throws ReflectiveOperationException {
        var constructor = application.woven(type).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Supplier<?>) constructor.newInstance();
    }

    /** Runs what is known so far, until all of it has had its first turn. */
    private WarmCounts warm() {
        application.warmables().forEach(warmer::add);
        warmer.start();
        await().until(() -> warmer.counts().waiting() == 0);
        return warmer.counts();
    }

    static final class Shop implements Supplier<String> {

        @Cached(key = "warmed:{id}", ttl = 60)
        @Warm(arguments = "hot")
        String product(long id) {
            Told.that("product " + id);
            return "product " + id;
        }

        private List<Integer> hot() {
            return List.of(1, 2);
        }

        @Override
        public String get() {
            return product(1) + product(2);
        }
    }

    @Test
    void method_ofAnObject_isCalledWithEachArgumentOnce_andItsCallersFindTheResults() throws Exception {
        Supplier<?> shop = make(Shop.class);

        WarmCounts counts = warm();

        assertThat(told()).containsExactly("product 1", "product 2");
        assertThat(shop.get()).isEqualTo("product 1product 2");
        assertThat(told()).hasSize(2);
        assertThat(counts.calls()).isEqualTo(2);
        assertThat(counts.runs()).isEqualTo(1);
        assertThat(counts.last()).isNotNull();
    }

    @SuppressWarnings("serial") // its default is what is tested
    static final class Statics implements Supplier<String>, Serializable {

        @Cached(key = "static:{name}:{number}", ttl = 60)
        @Warm(arguments = "all")
        private static String both(String name, int number) {
            Told.that(name
                    + number
                    + Thread.currentThread().getContextClassLoader().getClass().getSimpleName());
            return name;
        }

        static Stream<Object> all() {
            return Stream.of(new Object[] {"a", 1}, List.of("b", 2)).onClose(() -> Told.that("closed"));
        }

        @Override
        public String get() {
            return both("a", 1) + both("b", 2);
        }
    }

    @Test
    void method_thatIsStatic_isCalledOnceItsClassIsInitialized_withTheClassesOwnLoader() throws Exception {
        application.woven(Statics.class);
        assertThat(application.warmables()).isEmpty();
        Supplier<?> statics = make(Statics.class);

        warm();

        assertThat(told()).containsExactly("a1WovenApplication", "b2WovenApplication", "closed");
        assertThat(statics.get()).isEqualTo("ab");
        assertThat(told()).hasSize(3);
    }

    @Test
    void class_thatGetsAnInitializer_keepsItsSerialVersion() {
        assertThat(ObjectStreamClass.lookup(application.woven(Statics.class)).getSerialVersionUID())
                .isEqualTo(ObjectStreamClass.lookup(Statics.class).getSerialVersionUID());
    }

    static final class Renewed implements Supplier<String> {

        private final AtomicInteger runs = new AtomicInteger();

        @Cached(key = "renewed:{id}", ttl = 4)
        @Warm(schedule = "3s", arguments = "ids")
        String find(long id) {
            inner(id);
            return "run " + runs.incrementAndGet();
        }

        @Cached(key = "inner:{id}", ttl = 5)
        String inner(long id) {
            Told.that("inner");
            return "";
        }

        long[] ids() {
            return new long[] {1};
        }

        @Override
        public String get() {
            return find(1);
        }
    }

    /** Between two turns nobody meets a method that has to load. */
    @Test
    void entry_thatWouldEndBeforeTheNextTurn_isRenewed_beforeItEnds_andWhatItIsMadeOfIsFound() throws Exception {
        Supplier<?> renewed = make(Renewed.class);
        warm();
        assertThat(renewed.get()).isEqualTo("run 1");
        assertThat(renewed.get()).isEqualTo("run 1"); // recalled by its argument

        await().until(() -> warmer.counts().runs() == 2);

        assertThat(renewed.get()).isEqualTo("run 2");
        assertThat(application.counts().misses()).isEqualTo(2); // of the first turn
        assertThat(told()).containsExactly("inner");
    }

    static final class Initialized implements Supplier<String> {

        static final List<String> NAMES = new ArrayList<>(List.of("n"));

        static {
            if (NAMES.isEmpty()) {
                NAMES.add("m");
            }
        }

        private final String name;

        Initialized() {
            this(NAMES.get(0));
        }

        Initialized(String name) {
            this.name = name;
            if (name.isEmpty()) {
                return;
            }
            try {
                Integer.parseInt(name);
            } catch (NumberFormatException e) {
                return;
            }
            Told.that("a number");
        }

        @Cached(key = "array:{number}:{this.name}", ttl = 60)
        @Warm(arguments = "numbers")
        String ofNumber(long number) {
            Told.that(name + number);
            return name;
        }

        @Cached(ttl = 60)
        @Warm
        public static synchronized String all() {
            Told.that("all");
            return "all";
        }

        int[] numbers() {
            return new int[] {3, 4};
        }

        @Override
        public String get() {
            return ofNumber(3) + all();
        }
    }

    @Test
    void class_withInitializerAndConstructorsThatCallEachOther_isWarmedOnce() throws Exception {
        Supplier<?> one = make(Initialized.class);

        warm();

        assertThat(told()).containsExactlyInAnyOrder("n3", "n4", "all");
        assertThat(one.get()).isEqualTo("nall");
        assertThat(told()).hasSize(3);
    }

    interface Catalog {

        @Cached(key = "catalog:{0}", ttl = 60)
        @Warm(arguments = "ids")
        CompletionStage<String> title(String id);

        default Iterable<String> ids() {
            return Set.of("x");
        }
    }

    static class Titles implements Catalog, Supplier<String> {

        @Override
        public CompletionStage<String> title(String id) {
            Told.that("title " + id);
            return CompletableFuture.supplyAsync(() -> id);
        }

        @Override
        public String get() {
            return title("x").toCompletableFuture().join();
        }
    }

    /** As Spring and Hibernate make them, with their constructor called. */
    static class Titles$$SpringCGLIB$$0 extends Titles {

        private final Titles target = new Titles();

        @Override
        public CompletionStage<String> title(String id) {
            Told.that("by a proxy");
            return target.title(id);
        }
    }

    @Test
    void method_thatImplementsAnAnnotatedOne_isCalledOnTheObjectBehindItsProxy() throws Exception {
        Supplier<?> proxy = make(Titles$$SpringCGLIB$$0.class);

        warm();

        assertThat(told()).containsExactly("title x");
        assertThat(proxy.get()).isEqualTo("x");
        assertThat(told()).containsExactly("title x", "by a proxy");
    }

    static final class NotYet implements Supplier<String> {

        private final AtomicInteger attempts = new AtomicInteger();

        @Cached(key = "notyet:{id}", ttl = 60)
        @Warm(arguments = "hot")
        String find(String id) {
            if (attempts.incrementAndGet() == 2) {
                throw new IllegalStateException("not yet");
            }
            Told.that(id);
            return id;
        }

        List<String> hot() {
            return List.of("a", "b", "c");
        }

        @Override
        public String get() {
            return find("a") + find("b") + find("c");
        }
    }

    @Test
    @Expects(Message.WARM_FAILED)
    void call_thatThrows_isMadeAgainLater_andTheOthersAreFound() throws Exception {
        Supplier<?> one = make(NotYet.class);

        WarmCounts counts = warm();

        assertThat(told()).containsExactly("a", "c", "b");
        assertThat(counts.failures()).isEqualTo(1);
        assertThat(counts.runs()).isEqualTo(2);
        assertThat(one.get()).isEqualTo("abc");
        assertThat(told()).hasSize(3);
    }

    static final class Endless implements Supplier<String> {

        @Cached(key = "endless:{id}", ttl = 60)
        @Warm(arguments = "hot")
        String find(String id) {
            Told.that("endless");
            throw new IllegalStateException(id);
        }

        Iterable<String> hot() {
            return () -> new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public String next() {
                    return "again";
                }
            };
        }

        @Override
        public String get() {
            return "";
        }
    }

    @Test
    @Expects(Message.WARM_FAILED)
    void calls_thatAllThrow_endAfterTenInARow() throws Exception {
        make(Endless.class);
        application.warmables().forEach(warmer::add);
        warmer.start();

        await().until(() -> warmer.counts().runs() == 1);

        assertThat(told()).hasSize(WarmRun.MOST_IN_A_ROW);
    }

    static final class Unending implements Supplier<String> {

        @Cached(key = "unending:{number}", ttl = 60)
        @Warm(arguments = "numbers")
        String find(int number) {
            Told.that("call");
            return "";
        }

        IntStream numbers() {
            return IntStream.iterate(0, number -> number + 1).onClose(() -> Told.that("closed"));
        }

        @Override
        public String get() {
            return "";
        }
    }

    @Test
    void stop_endsTheCallsUnderWay() throws Exception {
        make(Unending.class);
        application.warmables().forEach(warmer::add);
        warmer.start();
        await().until(() -> told().size() > 10);

        warmer.stop();

        await().until(() -> told().contains("closed"));
        assertThat(told()).endsWith("closed");
    }

    /** A run refers to the objects that it calls. */
    @Test
    void object_thatWasWarmed_isNotKeptAlive() throws Exception {
        WeakReference<Supplier<?>> shop = new WeakReference<>(make(Shop.class));
        warm();
        await().until(() -> {
            System.gc();
            return shop.get() == null;
        });
    }

    @Test
    void turn_thatAnotherProcessHas_isNotTaken_untilItIsOver() throws Exception {
        make(Shop.class);
        AtomicInteger asked = new AtomicInteger();
        WarmTurns late = method -> asked.incrementAndGet() < 3 ? null : WarmTurns.ALONE.take(method);
        Warmer second = warmer(late);
        try {
            application.warmables().forEach(second::add);
            second.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> second.counts().runs() == 1);
        } finally {
            second.stop();
        }
        assertThat(asked).hasValue(3);
        assertThat(told()).containsExactly("product 1", "product 2");
    }

    static class Refused implements Supplier<String> {

        @Warm
        String uncached() {
            return "";
        }

        @Cached(ttl = 60)
        @Warm(schedule = "often")
        String often() {
            return "";
        }

        @Cached(ttl = 60)
        @Warm(schedule = "0m")
        String never() {
            return "";
        }

        @Cached(key = "r:{id}", ttl = 60)
        @Warm
        String withoutArguments(long id) {
            return "";
        }

        @Cached(key = "r:{id}", ttl = 60)
        @Warm(arguments = "one")
        String ofOne(long id) {
            return "";
        }

        @Cached(ttl = 60)
        @Warm(arguments = "get")
        String without() {
            return "";
        }

        String one() {
            return "";
        }

        @Override
        public String get() {
            return "";
        }
    }

    @Test
    @Expects(Message.NOT_WARMED)
    void annotation_thatCannotWork_isRefused_withWhatToDo() throws Exception {
        make(Refused.class);

        String name = Refused.class.getName();
        assertThat(application.refusals())
                .containsExactlyInAnyOrder(
                        "Cannot warm " + name
                                + ".uncached(): it is not cached. Its first callers load what they need. Write @Cached"
                                + " beside @Warm, or take @Warm off.",
                        "Cannot warm " + name
                                + ".often(): its schedule is 'often', which is neither a duration nor times of the"
                                + " day. Its first callers load what they need. Write a duration such as 30s, 10m, 2h or 1d, times"
                                + " of the day such as 05:30, 17:30, or leave it out for after the start only.",
                        "Cannot warm " + name
                                + ".never(): its schedule is '0m', which is less than a second. Its first callers load"
                                + " what they need. Write a duration such as 30s, 10m, 2h or 1d, times of the day such as 05:30,"
                                + " 17:30, or leave it out for after the start only.",
                        "Cannot warm " + name
                                + ".withoutArguments(long): it has parameters, and @Warm names no method that yields"
                                + " arguments. Its first callers load what they need. Add a method without parameters that returns a"
                                + " list of them, and name it as arguments.",
                        "Cannot warm " + name
                                + ".ofOne(long): its arguments name 'one', but there is no method one() that returns an"
                                + " Iterable, an array or a Stream. Its first callers load what they need. Add it to the class, or"
                                + " correct the name.",
                        "Cannot warm " + name
                                + ".without(): it has no parameters, and @Warm names arguments. Its first callers load"
                                + " what they need. Take the arguments off.");
        assertThat(application.warmables()).isEmpty();
    }
}
