package dev.larder.agent.core.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.fixtures.FakeTicker;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MadeObjectsTest {

    private static final long DELAY_NANOS = Duration.ofSeconds(3).toNanos();

    private final FakeTicker ticker = new FakeTicker();
    private final MadeObjects objects = new MadeObjects(ticker);

    @Test
    void ready_beforeTheDelay_isNothing() {
        Object one = new Object();
        objects.note(one);

        assertThat(objects.ready(DELAY_NANOS)).isEmpty();
        ticker.advance(Duration.ofSeconds(3));
        assertThat(objects.ready(DELAY_NANOS)).containsExactly(one);
    }

    @Test
    void ready_ofMany_areTheFirstAndTheLast() {
        List<Object> made = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Object one = new Object();
            made.add(one);
            objects.note(one);
            objects.note(one); // by another constructor
        }

        List<Object> ready = objects.ready(0);

        assertThat(ready)
                .hasSize(MadeObjects.MOST)
                .startsWith(made.get(99), made.get(98))
                .endsWith(made.get(0));
        assertThat(objects.subjects(0, 0, false)).containsExactly(made.get(99));
        assertThat(objects.subjects(0, 1, false)).containsExactly(made.get(98));
        assertThat(objects.subjects(0, 1, true)).hasSize(MadeObjects.MOST);
    }

    @Test
    void object_thatNobodyElseHas_isForgotten() {
        Object kept = new Object();
        objects.note(kept);
        objects.note(new Object());

        await().until(() -> {
            System.gc();
            return objects.ready(0).equals(List.of(kept));
        });
        Reference.reachabilityFence(kept);
    }

    /** The constructor of the superclass, which notes the object, ends first. */
    @Test
    void object_isNotReady_beforeTheConstructorOfItsSubclassHasEnded() {
        List<List<Object>> ready = new ArrayList<>();
        class Whole {
            Whole() {
                objects.note(this);
            }
        }
        class Half extends Whole {
            Half() {
                ready.add(objects.ready(0));
            }
        }

        Half one = new Half();
        ready.add(objects.ready(0));

        assertThat(ready).containsExactly(List.of(), List.of(one));
    }

    /** A bean is made while the context starts, and others may still be missing. */
    @Test
    void start_ofASpringContext_isSeenOnTheStackOfItsThread() {
        StackTraceElement constructor = new StackTraceElement("com.acme.Shop", "<init>", "Shop.java", 7);
        String context = "org.springframework.context.support.AbstractApplicationContext";

        assertThat(MadeObjects.Starting.isStart(
                        new StackTraceElement[] {constructor, new StackTraceElement(context, "refresh", null, 1)}, ""))
                .isTrue();
        assertThat(MadeObjects.Starting.isStart(
                        new StackTraceElement[] {constructor, new StackTraceElement(context, "close", null, 1)}, ""))
                .isFalse();
        assertThat(MadeObjects.Starting.isInside(Thread.currentThread(), Object.class))
                .isFalse();
        assertThat(MadeObjects.Starting.isInside(null, Object.class)).isFalse();
    }
}
