package dev.larder.agent.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.key.text.UnsupportedKeyException;
import dev.larder.agent.fixtures.Silent;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Silent
final class TaggedCallTest {

    private static final String KEY = "shop:7";

    private final CapturingStore store = new CapturingStore();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void miss_withTags_asksForAnEntryThatCarriesThem() throws Throwable {
        Calls calls = Calls.tagged(store, 2);
        List<String> tags = List.of("city:7", "all");
        assertThat(call(calls, () -> tags)).isEqualTo("run 1");
        assertThat(store.lookedUp).singleElement().satisfies(id -> assertThat(id.tags())
                .isEqualTo(tags));
        assertThat(store.claimed).isEqualTo(store.lookedUp);
    }

    @Test
    void hit_ofAMethodWithTags_needsAsManyAndRendersNone() throws Throwable {
        Calls calls = Calls.tagged(store, 0);
        call(calls, () -> List.of("all"));
        Object hit = call(calls, () -> {
            throw new AssertionError("rendered for a hit");
        });
        assertThat(hit).isEqualTo("run 1");
        call(Calls.tagged(store, 3), List::of);
        assertThat(store.peekedTags).containsExactly(0, 0, 3);
    }

    static Stream<RuntimeException> problems() {
        return Stream.of(
                new UnsupportedKeyException("a java.util.Random cannot be part of a key", "Pass a number."),
                new IllegalStateException("injected"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void tagsCannotBeRendered_isABypassThatAsksNothing(RuntimeException problem) throws Throwable {
        Calls calls = Calls.tagged(store, 1);
        Supplier<List<String>> broken = () -> {
            throw problem;
        };
        assertThat(call(calls, broken)).isEqualTo("run 1");
        assertThat(call(calls, broken)).isEqualTo("run 2");
        assertThat(calls.counts().bypasses()).isEqualTo(2);
        assertThat(calls.counts().calls()).isEqualTo(2);
        assertThat(store.lookedUp).isEmpty();
    }

    private Object call(Calls calls, Supplier<List<String>> tags) throws Throwable {
        return calls.call(KEY, tags, () -> "run " + runs.incrementAndGet(), () -> false);
    }
}
