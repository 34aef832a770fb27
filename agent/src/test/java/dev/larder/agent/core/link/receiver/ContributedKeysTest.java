package dev.larder.agent.core.link.receiver;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.fixtures.WovenApplication;
import java.lang.reflect.Constructor;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A method of the object that a template names brings what is not among the arguments into the key. */
final class ContributedKeysTest {

    /** Depends on the user of the thread, on the locale of the thread, and on its own region. */
    @SuppressWarnings("unused") // called by their names, and by templates
    static final class Reports implements BiFunction<Integer, Runnable, String> {
        private final String region;
        private final ThreadLocal<String> user;
        private final ThreadLocal<Locale> locale;
        private final AtomicInteger runs;

        Reports(String region, ThreadLocal<String> user, ThreadLocal<Locale> locale, AtomicInteger runs) {
            this.region = region;
            this.user = user;
            this.locale = locale;
            this.runs = runs;
        }

        @Cached(key = "report:{this.region}:{this.tenant}:{this.language}:{id}", ttl = 60)
        String report(int id, Runnable during) {
            runs.incrementAndGet();
            String result = region + user.get() + locale.get() + id;
            during.run();
            return result;
        }

        private String getTenant() {
            return user.get();
        }

        private String getLanguage() {
            return locale.get().toLanguageTag();
        }

        @Override
        public String apply(Integer id, Runnable during) {
            return report(id, during);
        }
    }

    private final ThreadLocal<String> user = new ThreadLocal<>();
    private final ThreadLocal<Locale> locale = ThreadLocal.withInitial(() -> Locale.GERMANY);
    private final AtomicInteger runs = new AtomicInteger();
    private WovenApplication application;
    private BiFunction<Integer, Runnable, String> reports;

    @BeforeEach
    void start() throws Exception {
        application = WovenApplication.of(ContributedKeysTest.class);
        reports = reports("eu");
    }

    @AfterEach
    void end() throws Exception {
        application.close();
        assertThat(application.faults()).isEmpty();
        assertThat(application.refusals()).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private BiFunction<Integer, Runnable, String> reports(String region) throws Exception {
        Constructor<?> constructor = application
                .woven(Reports.class)
                .getDeclaredConstructor(String.class, ThreadLocal.class, ThreadLocal.class, AtomicInteger.class);
        constructor.setAccessible(true);
        return (BiFunction<Integer, Runnable, String>) constructor.newInstance(region, user, locale, runs);
    }

    private String asUser(String name, int id) {
        return asUser(name, id, () -> {});
    }

    private String asUser(String name, int id, Runnable during) {
        user.set(name);
        return reports.apply(id, during);
    }

    @Test
    void h112_userOfTheThread_tellsCallsApart() {
        for (int i = 0; i < 3; i++) {
            assertThat(asUser("jo", 1)).isEqualTo("eujode_DE1");
            assertThat(asUser("al", 1)).isEqualTo("eualde_DE1");
            assertThat(asUser(null, 1)).isEqualTo("eunullde_DE1");
            assertThat(asUser("null", 1)).isEqualTo("eunullde_DE1");
        }
        assertThat(runs).hasValue(4);
    }

    @Test
    void h112_localeAndState_tellCallsApart() throws Exception {
        BiFunction<Integer, Runnable, String> european = reports;
        BiFunction<Integer, Runnable, String> asian = reports("asia");
        for (int i = 0; i < 3; i++) {
            reports = european;
            locale.set(Locale.GERMANY);
            assertThat(asUser("jo", 1)).isEqualTo("eujode_DE1");
            locale.set(Locale.FRANCE);
            assertThat(asUser("jo", 1)).isEqualTo("eujofr_FR1");
            reports = asian;
            assertThat(asUser("jo", 1)).isEqualTo("asiajofr_FR1");
        }
        assertThat(runs).hasValue(3);
    }

    @Test
    void h112_singleFlight_mergesCallersOfOneUserOnly() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> asUser("jo", 1, () -> {
            entered.countDown();
            await(release);
        }));
        await(entered);

        // While the load of one user is held, another one's does not wait for it, and gets its own value.
        assertThat(CompletableFuture.supplyAsync(() -> asUser("al", 1)).get(20, SECONDS))
                .isEqualTo("eualde_DE1");
        assertThat(first).isNotDone();

        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> asUser("jo", 1));
        release.countDown();
        assertThat(first.get(20, SECONDS)).isEqualTo("eujode_DE1");
        assertThat(second.get(20, SECONDS)).isEqualTo("eujode_DE1");
        assertThat(runs).hasValue(2);
    }

    @Test
    void h112_userWhoChangesDuringTheRun_storesNothing() {
        assertThat(asUser("jo", 1, () -> user.set("al"))).isEqualTo("eujode_DE1");

        assertThat(asUser("jo", 1)).isEqualTo("eujode_DE1");
        assertThat(asUser("al", 1)).isEqualTo("eualde_DE1");
        assertThat(runs).hasValue(3);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
