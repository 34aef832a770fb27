package dev.larder.agent.core.codec.copy;

import static dev.larder.agent.core.codec.copy.CopySamples.ROOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Hibernate makes of entities, played by classes with its names, of which every method says that it was called. */
@SuppressWarnings({"UnusedVariable", "MemberName"}) // fields are read by their names
final class MappedEntitiesTest {

    private static final String NAMED = "org.hibernate.collection.%s.AbstractPersistentCollection";

    private static final String PERSISTENT_SET = """
            package org.hibernate.collection.%s;
            public abstract class AbstractPersistentCollection extends java.util.AbstractSet<Object> {
                public transient Object session = new Thread();
                public transient java.util.List<Object> operationQueue;
                public boolean initialized;
                public Object owner;
                public String role = "r";
                public java.util.Set<Object> set = new java.util.HashSet<>();
                public java.util.Iterator<Object> iterator() { throw new AssertionError("touched"); }
                public int size() { throw new AssertionError("touched"); }
                public int hashCode() { throw new AssertionError("touched"); }
                public static class PersistentSet extends AbstractPersistentCollection {}
            }
            """;

    static final class Order {
        Long id = 1L;
        Set<Object> lines;
    }

    static final class Line {
        Object order;
    }

    /** As in all versions of Hibernate. */
    static class LazyInitializer {
        boolean initialized;
        Object target;
        final Thread session = new Thread();
    }

    static final class Initializer extends LazyInitializer {}

    static class Customer {
        String name = "n";
        Object self;
    }

    static final class CustomerProxy extends Customer {
        Object $$_hibernate_interceptor = new Initializer();
    }

    static final class Fixed {
        final String name = "fixed";
    }

    static final class FixedProxy {
        Object $$_hibernate_interceptor = new Initializer();
    }

    static final class Enhanced {
        String note = "n";
        transient Object $$_hibernate_entityEntryHolder = new Thread();
        transient Object $$_hibernate_attributeInterceptor;
    }

    /** Until 6. */
    static final class AttributeInterceptor {
        Set<String> lazyFields = Set.of("note", "photo");
        Set<String> initializedLazyFields;
    }

    record LazyOfAClass(Set<String> lazyFields) {}

    /** Since 7. */
    static final class LaterAttributeInterceptor {
        final LazyOfAClass entityMeta = new LazyOfAClass(Set.of("note"));
        Set<String> initializedLazyFields = Set.of("note");
    }

    @TempDir
    static Path directory;

    private static URLClassLoader loader;

    @BeforeAll
    static void compile() throws Exception {
        Path classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of(
                        NAMED.formatted("spi"), PERSISTENT_SET.formatted("spi"),
                        NAMED.formatted("internal"), PERSISTENT_SET.formatted("internal")));
        loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
    }

    @AfterAll
    static void close() throws Exception {
        loader.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spi", "internal"})
    void h100_fetchedCollection_isCopiedUntouchedAndWithoutItsSession(String place) throws Exception {
        Order order = new Order();
        Line line = new Line();
        line.order = order;
        order.lines = fetched(place, order, line);

        Order copy = (Order) Prototype.of(order, ROOM).copy();

        Object lines = copy.lines;
        assertThat(lines == order.lines).isFalse();
        assertThat(lines.getClass()).isSameAs(order.lines.getClass());
        assertThat(get(lines, "session")).isNull();
        assertThat(get(lines, "initialized")).isEqualTo(true);
        assertThat(get(lines, "role")).isEqualTo("r");
        assertThat(get(lines, "owner")).isSameAs(copy);
        assertThat((Set<?>) get(lines, "set")).singleElement().satisfies(one -> {
            assertThat(one).isNotSameAs(line);
            assertThat(((Line) one).order).isSameAs(copy);
        });
    }

    /** A method that returns tags has not promised the rest of the order. */
    @Test
    void h100_collectionAlone_leavesItsEntityBehind() throws Exception {
        Order order = new Order();
        order.lines = collection("spi");
        Set<Object> tags = fetched("spi", order, "tag");

        Object copy = Prototype.of(tags, ROOM).copy();

        assertThat(get(copy, "owner")).isNull();
        assertThat((Set<?>) get(copy, "set")).isEqualTo(Set.of("tag"));
    }

    @Test
    void h100_collectionThatIsLazy_isRefusedWithFieldAndRemedy() throws Exception {
        Order order = new Order();
        order.lines = collection("spi");

        assertThatThrownBy(() -> Prototype.of(new ArrayList<>(List.of(order)), ROOM))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("[0].lines: ")
                .hasMessageContaining("has not been fetched")
                .satisfies(refused ->
                        assertThat(((CodecException) refused).remedy()).contains("join fetch", "entity graph"));
    }

    @Test
    void h100_collectionWithChangesToCome_isRefused() throws Exception {
        Set<Object> lines = fetched("spi", null, "a");
        set(lines, "operationQueue", new ArrayList<>(List.of("add")));

        assertThatThrownBy(() -> Prototype.of(lines, ROOM)).hasMessageContaining("has changes");
    }

    @Test
    void h100_fetchedProxy_isTheEntityWhereverItIsMet() throws Exception {
        Customer entity = new Customer();
        CustomerProxy proxy = proxyOf(entity);
        entity.self = proxy;

        List<?> copy = (List<?>) Prototype.of(new ArrayList<>(List.of(proxy, entity, proxy)), ROOM)
                .copy();

        assertThat(copy.get(0)).isExactlyInstanceOf(Customer.class).isNotSameAs(entity);
        assertThat(copy).allMatch(one -> one == copy.get(0));
        assertThat(((Customer) copy.get(0)).self).isSameAs(copy.get(0));
        assertThat(Prototype.of(proxy, ROOM).copy()).isExactlyInstanceOf(Customer.class);
    }

    @Test
    void h100_fetchedProxyOfAnEntityThatIsShared_isTheEntity() throws Exception {
        Fixed entity = new Fixed();
        FixedProxy proxy = new FixedProxy();
        fill((Initializer) proxy.$$_hibernate_interceptor, entity);

        assertThat(Prototype.of(proxy, ROOM).copy()).isSameAs(entity);
        assertThat(Prototype.of(List.of(proxy, proxy), ROOM).copy()).isEqualTo(List.of(entity, entity));
    }

    @Test
    void h100_proxyThatIsLazy_isRefusedWithFieldAndRemedy() {
        Line line = new Line();
        line.order = new CustomerProxy();

        assertThatThrownBy(() -> Prototype.of(line, ROOM))
                .hasMessageContaining("$.order: ")
                .hasMessageContaining("proxy of an entity that has not been fetched")
                .satisfies(refused ->
                        assertThat(((CodecException) refused).remedy()).contains("join fetch"));
    }

    @Test
    void h100_proxyOfItself_isRefused() {
        assertThatThrownBy(() -> Prototype.of(proxyOf(new CustomerProxy()), ROOM))
                .hasMessageContaining("has not been fetched");
    }

    @Test
    void h100_enhancedEntity_isCopiedWithoutItsSession() throws Exception {
        Enhanced entity = new Enhanced();
        Enhanced copy = (Enhanced) Prototype.of(entity, ROOM).copy();

        assertThat(copy).isNotSameAs(entity);
        assertThat(copy.note).isEqualTo("n");
        assertThat(copy.$$_hibernate_entityEntryHolder).isNull();
    }

    @Test
    void h100_enhancedEntity_isRefusedWhileAttributesAreLazy() throws Exception {
        Enhanced entity = new Enhanced();
        AttributeInterceptor interceptor = new AttributeInterceptor();
        entity.$$_hibernate_attributeInterceptor = interceptor;
        assertThatThrownBy(() -> Prototype.of(entity, ROOM)).hasMessageContaining("not been fetched: note, photo");
        interceptor.initializedLazyFields = Set.of("note");
        assertThatThrownBy(() -> Prototype.of(entity, ROOM)).hasMessageContaining("not been fetched: photo");

        interceptor.initializedLazyFields = Set.of("note", "photo");
        Enhanced copy = (Enhanced) Prototype.of(entity, ROOM).copy();
        assertThat(copy.$$_hibernate_attributeInterceptor).isNull();

        entity.$$_hibernate_attributeInterceptor = new LaterAttributeInterceptor();
        assertThat(Prototype.of(entity, ROOM).copy()).isNotSameAs(entity);
    }

    /** As one that stands for an entity without being a proxy. */
    @Test
    void h100_enhancedEntityWithAnUnknownInterceptor_isRefused() {
        Enhanced entity = new Enhanced();
        entity.$$_hibernate_attributeInterceptor = new Object();

        assertThatThrownBy(() -> Prototype.of(entity, ROOM)).hasMessageContaining("has not been fetched");
    }

    private static CustomerProxy proxyOf(Object entity) {
        CustomerProxy proxy = new CustomerProxy();
        fill((Initializer) proxy.$$_hibernate_interceptor, entity);
        return proxy;
    }

    private static void fill(Initializer initializer, Object entity) {
        initializer.initialized = true;
        initializer.target = entity;
    }

    private static Set<Object> fetched(String place, Object owner, Object element) throws Exception {
        Set<Object> lines = collection(place);
        set(lines, "initialized", true);
        set(lines, "owner", owner);
        set(lines, "set", new HashSet<>(Set.of(element)));
        return lines;
    }

    @SuppressWarnings("unchecked")
    private static Set<Object> collection(String place) throws Exception {
        return (Set<Object>) loader.loadClass(NAMED.formatted(place) + "$PersistentSet")
                .getConstructor()
                .newInstance();
    }

    private static Object get(Object owner, String name) throws Exception {
        return field(owner, name).get(owner);
    }

    private static void set(Object owner, String name, Object value) throws Exception {
        field(owner, name).set(owner, value);
    }

    private static Field field(Object owner, String name) throws Exception {
        return owner.getClass().getField(name);
    }
}
