package dev.larder.agent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.WeavingLoader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Expects(Message.WEAVING_FAULT)
final class WeavingTransformerTest {

    private final WeavingLoader loader = new WeavingLoader(WeavingTransformerTest.class);

    static class Prices {
        @Deprecated
        @Cached(
                key = "q:{sku}",
                ttl = 2,
                unit = TimeUnit.MINUTES,
                nullTtl = 500,
                when = "isOpen",
                unless = "isEmpty",
                tags = {"shop", "sku:{sku}"})
        public synchronized <T extends List<String>> T quote(@Deprecated T result, String sku)
                throws IllegalStateException {
            return result;
        }

        @Cached(ttl = 1500, unit = TimeUnit.MILLISECONDS, nullTtl = 0)
        protected static final String name(long id) {
            return "name " + id;
        }

        boolean isOpen(List<String> result, Object sku) {
            return true;
        }

        private static boolean isEmpty(Iterable<String> result) {
            return !result.iterator().hasNext();
        }
    }

    static class Heir extends Prices {}

    @Test
    void plan_annotation_isReadAsWritten() {
        loader.weave(Prices.class);

        String quote = Prices.class.getName() + ".quote(java.util.List,java.lang.String)";
        String name = Prices.class.getName() + ".name(long)";
        CachePlan cachedQuote = new CachePlan(
                "q:{sku}", new Lifetime(2, 500, TimeUnit.MINUTES), "isOpen", "isEmpty", List.of("shop", "sku:{sku}"));
        CachePlan cachedName = new CachePlan("", new Lifetime(1_500, 0, TimeUnit.MILLISECONDS), "", "", List.of());
        assertThat(cachedQuote.lifetime().ttlMillis()).isEqualTo(120_000);
        assertThat(cachedQuote.lifetime().nullTtlMillis(-1)).isEqualTo(30_000_000);
        assertThat(loader.listener.woven)
                .containsExactlyInAnyOrder(
                        new MethodPlan(quote, false, List.of("result", "sku"), cachedQuote, List.of(), List.of()),
                        new MethodPlan(name, true, List.of("id"), cachedName, List.of(), List.of()));
    }

    @Test
    void plan_asConstants_comesBackEqual() {
        loader.weave(Prices.class);

        assertThat(loader.listener.woven).allSatisfy(plan -> assertThat(MethodPlan.fromConstants(plan.toConstants()))
                .isEqualTo(plan));
    }

    @Test
    void h29_wovenMethod_keepsEverythingButItsCodeAndMonitor() throws Exception {
        Class<?> woven = loader.weave(Prices.class);
        Method original = Prices.class.getMethod("quote", List.class, String.class);
        Method doorway = woven.getMethod("quote", List.class, String.class);

        assertThat(doorway.toGenericString())
                .isEqualTo(original.toGenericString().replace("synchronized ", ""));
        assertThat(names(doorway.getAnnotations())).isEqualTo(names(original.getAnnotations()));
        assertThat(doorway.getParameterAnnotations()[0]).hasSize(1);
        assertThat(doorway.getParameters()[1].getName()).isEqualTo("sku");
        assertThat(Modifier.isSynchronized(doorway.getModifiers())).isFalse();
    }

    @Test
    void body_isPrivateSyntheticAndKeepsTheMonitor() throws Exception {
        Class<?> woven = loader.weave(Prices.class);
        Method body = woven.getDeclaredMethod("quote$uncached", List.class, String.class);
        Method staticBody = woven.getDeclaredMethod("name$uncached", long.class);

        assertThat(body.isSynthetic()).isTrue();
        assertThat(body.getModifiers() & ~0x1000).isEqualTo(Modifier.PRIVATE | Modifier.SYNCHRONIZED);
        assertThat(staticBody.getModifiers() & ~0x1000).isEqualTo(Modifier.PRIVATE | Modifier.STATIC);
        assertThat(body.getAnnotations()).isEmpty();
        assertThat(body.getParameterAnnotations()[0]).isEmpty();
    }

    @Test
    void h39_subclassWithoutOverride_isLeftAlone() {
        Class<?> heir = loader.weave(Heir.class);

        assertThat(heir.getDeclaredMethods()).isEmpty();
        assertThat(loader.listener.woven).hasSize(2);
    }

    @Test
    void h30_wovenBytes_areNotWovenAgain() throws Exception {
        String name = Prices.class.getName();
        byte[] woven = loader.transformed(name, loader.bytes(name));

        assertThat(woven).isNotNull();
        assertThat(loader.transformed(name, woven)).isNull();
        assertThat(loader.listener.refused).isEmpty();
    }

    @Test
    void transform_sameBytes_givesTheSameBytes() throws Exception {
        String name = Prices.class.getName();

        assertThat(loader.transformed(name, loader.bytes(name)))
                .isEqualTo(loader.transformed(name, loader.bytes(name)));
    }

    @Test
    void transform_firstWovenClass_isAnnouncedOnceBefore() {
        loader.weave(Heir.class);

        assertThat(loader.listener.events).containsExactly("first", "woven", "woven");
    }

    /** A method linked before there is a linker would run uncached for good. */
    @Test
    @Timeout(30)
    void transform_whileTheFirstWovenClassIsAnnounced_othersWait() throws Exception {
        CountDownLatch announcing = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        loader.listener.onFirst = () -> {
            announcing.countDown();
            awaitOpen(mayGoOn);
        };
        byte[] bytes = loader.bytes(Prices.class.getName());
        Thread first = new Thread(() -> loader.transformed(Prices.class.getName(), bytes));
        Thread second = new Thread(() -> loader.transformed(Prices.class.getName(), bytes));
        first.start();
        announcing.await();
        second.start();
        Awaitility.await().until(() -> second.getState() == Thread.State.BLOCKED || !second.isAlive());
        assertThat(loader.listener.woven).isEmpty();
        mayGoOn.countDown();
        first.join();
        second.join();
        assertThat(loader.listener.events).startsWith("first").containsOnlyOnce("first");
        assertThat(loader.listener.woven).hasSize(4);
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void transform_watchedClassesOfTheJdk_areTold() {
        for (String name : List.of("java/lang/String", "java/util/logging/LogManager")) {
            assertThat(loader.transformer.transform(Object.class.getModule(), null, name, null, null, new byte[0]))
                    .isNull();
        }

        assertThat(loader.listener.events).containsExactly("java/util/logging/LogManager");
    }

    @Test
    void h6_damagedAnnotatedClass_isLeftAlone() throws Exception {
        String name = Prices.class.getName();
        byte[] whole = loader.bytes(name);

        for (int length = 0; length < whole.length; length += 7) {
            loader.transformed(name, Arrays.copyOf(whole, length));
        }
        // What cannot be read at all must come back untouched; the rest is the JVM's to refuse.
        assertThat(loader.transformed(name, Arrays.copyOf(whole, whole.length / 2)))
                .isNull();
    }

    private static List<String> names(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .map(annotation -> annotation.annotationType().getName())
                .toList();
    }
}
