package dev.larder.agent.core.codec.subclass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadedClassesTest {

    interface Shape {}

    record Circle() implements Shape {}

    /** Held, so that the answer is not collected. */
    private final Class<?>[] classes = {Circle.class, Shape.class, Circle[].class, String.class, Circle.class};

    private final FakeTicker ticker = new FakeTicker();
    private final List<ClassLoader> asked = new ArrayList<>();
    private Duration scan = Duration.ZERO;

    private final ClassLoader own = Shape.class.getClassLoader();
    private final LoadedClasses loaded = new LoadedClasses(this::answer, ticker);

    private Class<?>[] answer(ClassLoader loader) {
        asked.add(loader);
        ticker.advance(scan);
        return classes;
    }

    private Subclasses place() {
        return new Subclasses(Shape.class, ClassScope.of(own, List.of(), true, loaded));
    }

    @Test
    void unknownNames_ofOnePlace_doNotAskAgainAtOnce() {
        Subclasses place = place();
        for (int i = 0; i < 1_000; i++) {
            assertThat(place.named("com.acme.Gadget" + i)).isNull();
        }
        assertThat(asked).as("each loader once").doesNotHaveDuplicates().contains(own);
    }

    @Test
    void unknownNames_afterAPause_askAgain() {
        scan = Duration.ofMillis(10);
        Subclasses place = place();
        place.named("com.acme.Gadget");
        int once = asked.size();
        ticker.advance(Duration.ofMillis(499 * once));
        place.named("com.acme.Gadget");
        assertThat(asked).hasSize(once);
        ticker.advance(Duration.ofMillis(2L * once));
        place.named("com.acme.Gadget");
        assertThat(asked).as("after fifty times what it took").hasSize(2 * once);
    }

    @Test
    void places_shareAnAnswer() {
        new Circle(); // makes sure that it is initialized
        assertThat(place().named(Circle.class.getName())).isEqualTo(Circle.class);
        assertThat(place().named(Circle.class.getName())).isEqualTo(Circle.class);
        assertThat(place().named("com.acme.Gadget")).isNull();
        assertThat(asked).containsExactly(own);
    }

    @Test
    void knownName_isFoundWithoutAsking() {
        Subclasses place = place();
        assertThat(place.refusal(Circle.class)).isNull();
        new Circle(); // makes sure that it is initialized
        assertThat(place.named(Circle.class.getName())).isEqualTo(Circle.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void placeOfTheJdk_doesNotAsk() {
        Subclasses place = new Subclasses(Object.class, ClassScope.of(own, List.of(), true, loaded));
        assertThat(place.named(Circle.class.getName())).isNull();
        assertThat(asked).isEmpty();
    }
}
