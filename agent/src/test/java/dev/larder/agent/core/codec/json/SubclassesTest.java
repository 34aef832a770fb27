package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.json.Fixtures.Animal;
import dev.larder.agent.core.codec.json.Fixtures.Base;
import dev.larder.agent.core.codec.json.Fixtures.Cat;
import dev.larder.agent.core.codec.json.Fixtures.Derived;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Values with subclasses of declared types of the application, read by a JVM that has loaded the same classes. */
final class SubclassesTest {

    enum Toy implements Animal {
        BEAR,
        ROBOT {
            @Override
            public String toString() {
                return "beep";
            }
        }
    }

    abstract static class Plant<T> {
        T leaf;
        List<T> leaves = new ArrayList<>();
    }

    static class Bush<T> extends Plant<T> {
        int height = 1;
    }

    static final class Rose extends Bush<Animal> {
        static final Rose NONE = new Rose();
        Plant<? extends Animal> beside;
    }

    record Garden(Animal keeper, Plant<Animal> plant, Object[] others) {}

    interface Tree {}

    record Leaf(int value) implements Tree {}

    record Fork(Tree left, Tree right) implements Tree {}

    sealed interface Part permits Closed, Open {}

    record Closed(int size) implements Part {}

    non-sealed interface Open extends Part {}

    record Opened(Part inside) implements Open {}

    private static final Class<?>[] LOADED = {
        Animal.class,
        Cat.class,
        Toy.class,
        Plant.class,
        Bush.class,
        Rose.class,
        Base.class,
        Derived.class,
        Leaf.class,
        Fork.class,
        Opened.class,
        String.class,
        Cat[].class
    };

    private static ValueCodec codec(TypeRef<?> type) {
        return RoundTrip.codecIn(type.type(), SubclassesTest.class.getClassLoader(), LOADED);
    }

    private static <T> T copyOf(TypeRef<T> type, T value) throws CodecException {
        ValueCodec reader = codec(type);
        return copyOf(reader, codec(type).encode(value));
    }

    @SuppressWarnings("unchecked")
    private static <T> T copyOf(ValueCodec reader, byte[] envelope) throws CodecException {
        return (T) reader.decode(envelope);
    }

    @Test
    void interface_asResultElementAndKey_comesBackAsTheClassItWas() throws CodecException {
        Animal tom = new Cat("Tom");
        assertThat(copyOf(new TypeRef<Animal>() {}, tom)).isEqualTo(tom);
        assertThat(copyOf(new TypeRef<List<Animal>>() {}, Arrays.asList(tom, null, Toy.BEAR, Toy.ROBOT)))
                .containsExactly(tom, null, Toy.BEAR, Toy.ROBOT);
        Map<Animal, Optional<Animal>> map = new LinkedHashMap<>(Map.of(tom, Optional.of(Toy.ROBOT)));
        assertThat(copyOf(new TypeRef<Map<Animal, Optional<Animal>>>() {}, map)).isEqualTo(map);
        assertThat(copyOf(new TypeRef<Animal[]>() {}, new Animal[] {tom, Toy.BEAR}))
                .containsExactly(tom, Toy.BEAR);
    }

    @Test
    void genericSubclass_farBelowTheBound_knowsItsArguments() throws CodecException {
        Rose rose = new Rose();
        rose.leaf = new Cat("Tom");
        rose.leaves.add(Toy.BEAR);
        rose.beside = new Bush<Cat>();
        Bush<Animal> bush = new Bush<>();
        bush.leaf = Toy.ROBOT;
        Garden garden = new Garden(Toy.BEAR, rose, new Object[] {1, "x"});
        Garden copy = copyOf(new TypeRef<Garden>() {}, garden);
        assertThat(copy.keeper()).isSameAs(Toy.BEAR);
        assertThat(copy.plant()).isExactlyInstanceOf(Rose.class);
        assertThat(copy.plant().leaf).isEqualTo(new Cat("Tom"));
        assertThat(copy.plant().leaves).containsExactly(Toy.BEAR);
        assertThat(((Rose) copy.plant()).beside).isExactlyInstanceOf(Bush.class);
        assertThat(((Rose) copy.plant()).height).isEqualTo(1);
        assertThat(copyOf(new TypeRef<Plant<Animal>>() {}, bush).leaf).isSameAs(Toy.ROBOT);
    }

    @Test
    void classThatIsNotFinal_isWrittenWithoutItsNameUnlessItIsASubclass() throws CodecException {
        TypeRef<List<Base>> type = new TypeRef<>() {};
        String text = RoundTrip.text(codec(type).encode(List.of(new Base(), new Derived(), new Derived())));
        assertThat(text.split(Pattern.quote(Derived.class.getName()), -1))
                .as("named once")
                .hasSize(2);
        assertThat(text).contains("{\"a\":1},[\"").doesNotContain(Base.class.getName() + " ");
        List<Base> copy = copyOf(type, List.of(new Base(), new Derived(), new Derived()));
        assertThat(copy.get(0)).isExactlyInstanceOf(Base.class);
        assertThat(copy.get(2)).isExactlyInstanceOf(Derived.class);
    }

    @Test
    void recursiveInterface_andObjectReachedTwice_keepTheirShape() throws CodecException {
        Leaf shared = new Leaf(7);
        Fork copy = (Fork) copyOf(new TypeRef<Tree>() {}, new Fork(new Fork(shared, new Leaf(1)), shared));
        assertThat(copy.right()).isEqualTo(shared).isSameAs(((Fork) copy.left()).left());
    }

    @Test
    void constantOfASubclass_comesBackAsItself() throws CodecException {
        assertThat(copyOf(new TypeRef<Plant<Animal>>() {}, Rose.NONE)).isSameAs(Rose.NONE);
    }

    @Test
    void sealedType_withPermittedTypesThatAreNotSealed_isOpenThere() throws CodecException {
        Part part = new Opened(new Opened(new Closed(3)));
        assertThat(copyOf(new TypeRef<Part>() {}, part)).isEqualTo(part);
    }

    @Test
    void fingerprint_doesNotDependOnWhatIsLoaded() throws CodecException {
        TypeRef<List<Animal>> type = new TypeRef<>() {};
        ValueCodec full = codec(type);
        String before = full.fingerprint();
        full.encode(List.of(new Cat("Tom"), Toy.BEAR));
        assertThat(full.fingerprint())
                .isEqualTo(before)
                .isEqualTo(codec(type).fingerprint())
                .isEqualTo(RoundTrip.codec(type, false).fingerprint());
    }

    @Test
    void classNotLoadedYet_isAMissAndAHitOnceItIs() throws CodecException {
        TypeRef<List<Animal>> type = new TypeRef<>() {};
        byte[] envelope = codec(type).encode(List.of(new Cat("Tom")));
        ValueCodec late = RoundTrip.codec(type, true);
        assertThatThrownBy(() -> late.decode(envelope))
                .isInstanceOfSatisfying(CodecException.class, it -> assertThat(it.isOfUnmetClass())
                        .as("nothing to warn of")
                        .isTrue());
        late.encode(List.of(new Cat("Jerry"))); // its own load has met the class
        assertThat(late.decode(envelope)).isEqualTo(List.of(new Cat("Tom")));
    }

    @Test
    void codeAndClassesWithoutAStableName_areRefusedWithTheRemedy() {
        Supplier<String> lambda = () -> "x";
        Animal anonymous = new Animal() {};
        record Local(int x) implements Animal {}
        assertRefused(new TypeRef<Animal>() {}, anonymous, "local or anonymous", "static nested class");
        assertRefused(new TypeRef<Animal>() {}, new Local(1), "local or anonymous", "static nested class");
        assertRefused(new TypeRef<Task>() {}, (Task) lambda::get, "lambda", "Return a record");
        assertRefused(
                new TypeRef<Task>() {},
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Task.class}, (p, m, a) -> null),
                "is a proxy",
                "Return the object itself");
        assertRefused(new TypeRef<Animal>() {}, new Inner(), "inner", "static nested class");
        assertRefused(new TypeRef<Animal>() {}, new Cat$HibernateProxy$x(), "is a proxy", "Return the object itself");
    }

    interface Task {
        Object run();
    }

    final class Inner implements Animal {
        @Override
        public String toString() {
            return String.valueOf(SubclassesTest.this);
        }
    }

    static final class Cat$HibernateProxy$x implements Animal {}

    private static void assertRefused(TypeRef<?> type, Object value, String reason, String remedy) {
        assertThatThrownBy(() -> codec(type).encode(value)).isInstanceOfSatisfying(CodecException.class, refused -> {
            assertThat(refused).hasMessageContaining(reason);
            assertThat(refused.remedy()).contains(remedy);
        });
    }
}
