package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a class names by a static field comes back as itself: code compares with it by {@code ==}. */
final class ConstantsTest {

    sealed interface Answer permits Found, NotFound, Unknown {}

    record Found(String name) implements Answer {}

    /** As Kotlin compiles {@code object NotFound : Answer}. */
    static final class NotFound implements Answer {
        public static final NotFound INSTANCE = new NotFound();
    }

    /** As Scala compiles {@code case object Unknown extends Answer}. */
    static final class Unknown implements Answer {
        public static Unknown MODULE$;

        static {
            new Unknown();
        }

        private Unknown() {
            MODULE$ = this;
        }
    }

    /** A type-safe enum; mutable, so nothing proves that it may be shared. */
    static final class State {
        static final State NEW = new State("new");
        private static final State DONE = new State("done");

        @SuppressWarnings("FieldMayBeFinal")
        private String name;

        State(String name) {
            this.name = name;
        }
    }

    /** A type-safe enum of classes of their own. */
    abstract static class Operation {
        static final Operation PLUS = new Operation() {
            @Override
            int apply(int a, int b) {
                return a + b;
            }
        };

        abstract int apply(int a, int b);
    }

    /** A null object behind an interface that is not sealed. */
    interface Customer {
        Customer NOBODY = new Customer() {};
    }

    static class Base {
        static final Base FIRST = new Derived();
        int value = 1;
    }

    static final class Derived extends Base {
        static final Derived FIRST = new Derived();
    }

    record Holder(State state, Answer answer, List<State> states) {}

    static final class NoConstants {
        static final int COUNT = 3;
        static final String NAME = "n";
        static final List<NoConstants> ALL = new ArrayList<>();
        static NoConstants last = new NoConstants();
        int value;
    }

    @Test
    void f32_singletons_comeBackAsThemselves() {
        assertThat(copy(new TypeRef<Answer>() {}, NotFound.INSTANCE)).isSameAs(NotFound.INSTANCE);
        assertThat(copy(new TypeRef<Answer>() {}, Unknown.MODULE$)).isSameAs(Unknown.MODULE$);
        assertThat(copy(new TypeRef<NotFound>() {}, NotFound.INSTANCE)).isSameAs(NotFound.INSTANCE);
        assertThat(copy(new TypeRef<Answer>() {}, new Found("x"))).isEqualTo(new Found("x"));
    }

    @Test
    void f32_typeSafeEnums_comeBackAsThemselves() {
        assertThat(copy(new TypeRef<State>() {}, State.DONE)).isSameAs(State.DONE);
        assertThat(copy(new TypeRef<State>() {}, State.NEW)).isSameAs(State.NEW);
        assertThat(copy(new TypeRef<Operation>() {}, Operation.PLUS)).isSameAs(Operation.PLUS);
        assertThat(copy(new TypeRef<Customer>() {}, Customer.NOBODY)).isSameAs(Customer.NOBODY);
    }

    @Test
    void f32_constantsInsideOfAValue_comeBackAsThemselves() {
        Holder holder = new Holder(
                State.NEW, NotFound.INSTANCE, Arrays.asList(State.DONE, State.DONE, State.NEW, new State("own")));
        Holder copy = copy(new TypeRef<Holder>() {}, holder);

        assertThat(copy.state).isSameAs(State.NEW);
        assertThat(copy.answer).isSameAs(NotFound.INSTANCE);
        assertThat(copy.states.subList(0, 3)).containsExactly(State.DONE, State.DONE, State.NEW);
        assertThat(copy.states.get(3).name).isEqualTo("own");
        Map<State, State> map = copy(new TypeRef<Map<State, State>>() {}, Map.of(State.NEW, State.DONE));
        assertThat(map).containsEntry(State.NEW, State.DONE);
    }

    @Test
    void f32_objectsThatAreNoConstants_areObjectsOfTheirOwn() {
        State own = new State("new");
        State copy = copy(new TypeRef<State>() {}, own);

        assertThat(copy).isNotSameAs(own).isNotSameAs(State.NEW);
        assertThat(copy.name).isEqualTo("new");
        assertThat(copy(new TypeRef<NoConstants>() {}, NoConstants.last)).isNotSameAs(NoConstants.last);
    }

    @Test
    void f32_constantsOfOneNameInSeveralClasses_areToldApart() {
        assertThat(copy(new TypeRef<Derived>() {}, Derived.FIRST)).isSameAs(Derived.FIRST);
        assertThat(copy(new TypeRef<Derived>() {}, (Derived) Base.FIRST)).isSameAs(Base.FIRST);
        assertThat(copy(new TypeRef<Base>() {}, Base.FIRST)).isSameAs(Base.FIRST);
    }

    @Test
    void f32_theNameIsStoredAndNothingElse() throws CodecException {
        assertThat(RoundTrip.text(RoundTrip.codec(new TypeRef<State>() {}).encode(State.DONE)))
                .isEqualTo("\"DONE\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"NEVER\"", "\"\"", "\"java.lang.Runtime\"", "\"FIRST^^\"", "\"value\""})
    void f32_otherNames_areMisses(String text) {
        ValueCodec codec = RoundTrip.codec(new TypeRef<Derived>() {});

        assertThatThrownBy(() -> codec.decode(RoundTrip.json(text)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("not a constant of");
    }

    @Test
    void f32_constantOfTheBaseThatIsNotOfTheDeclaredType_isAMiss() {
        ValueCodec codec = RoundTrip.codec(new TypeRef<Other>() {});

        assertThatThrownBy(() -> codec.decode(RoundTrip.json("\"FIRST\"")))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("not a constant of");
    }

    static final class Other extends Base {}

    private static <T> T copy(TypeRef<T> type, T value) {
        return RoundTrip.of(type, value);
    }
}
