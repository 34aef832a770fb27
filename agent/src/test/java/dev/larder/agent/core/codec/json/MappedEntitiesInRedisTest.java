package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes in Redis of what Hibernate makes of entities, played by classes with its names. */
@SuppressWarnings({"UnusedVariable", "MemberName"}) // fields are read by their names
final class MappedEntitiesInRedisTest {

    private static final String BASE = "org.hibernate.collection.spi.AbstractPersistentCollection";
    private static final String SET = "org.hibernate.collection.spi.PersistentSet";

    private static final Map<String, String> SOURCES = Map.of(BASE, """
            package org.hibernate.collection.spi;
            public abstract class AbstractPersistentCollection extends java.util.AbstractSet<Object> {
                public transient Object session = new Thread();
                public transient java.util.List<Object> operationQueue;
                public boolean initialized;
                public Object owner;
                public java.util.Iterator<Object> iterator() { throw new AssertionError("touched"); }
                public int size() { throw new AssertionError("touched"); }
                public boolean isEmpty() { throw new AssertionError("touched"); }
                public int hashCode() { throw new AssertionError("touched"); }
                public boolean equals(Object other) { throw new AssertionError("touched"); }
            }
            """, SET, """
            package org.hibernate.collection.spi;
            public class PersistentSet extends AbstractPersistentCollection {
                public java.util.Set<Object> set = new java.util.HashSet<>();
            }
            """);

    static final class Order {
        Customer customer;
        Collection<Line> again;
        Set<Line> lines;
        List<Object> loose = new ArrayList<>();
        transient Object $$_hibernate_entityEntryHolder = new Thread();
        transient Object $$_hibernate_attributeInterceptor;
    }

    /** As before Hibernate changed the class. */
    static final class Line {
        Order order;
    }

    static class Customer {
        String name = "n";
        Customer self;
    }

    static final class LazyInitializer {
        boolean initialized;
        Object target;
        final Thread session = new Thread();
    }

    static final class CustomerProxy extends Customer {
        LazyInitializer $$_hibernate_interceptor = new LazyInitializer();
    }

    record Interceptor(Set<String> lazyFields, Set<String> initializedLazyFields) {}

    @TempDir
    static Path directory;

    private static URLClassLoader loader;

    @BeforeAll
    static void compile() throws Exception {
        Path classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), SOURCES);
        loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
    }

    @AfterAll
    static void close() throws Exception {
        loader.close();
    }

    @Test
    void h100_fetchedCollection_isTheOneThatItWraps() throws Exception {
        Order order = new Order();
        Line line = new Line();
        line.order = order;
        order.lines = fetched(line);
        order.again = order.lines;
        order.loose.add(order.lines);

        Order copy = through(order);

        assertThat(copy.lines)
                .isExactlyInstanceOf(HashSet.class)
                .isSameAs(copy.again)
                .isSameAs(copy.loose.get(0));
        assertThat(copy.lines.iterator().next().order).isSameAs(copy);
        assertThat(copy.lines).contains(copy.lines.iterator().next());
        assertThat(copy.$$_hibernate_entityEntryHolder).isNull();
    }

    @Test
    void h100_fetchedProxy_isTheEntityWhereverItIsMet() throws Exception {
        Customer entity = new Customer();
        CustomerProxy proxy = new CustomerProxy();
        proxy.$$_hibernate_interceptor.initialized = true;
        proxy.$$_hibernate_interceptor.target = entity;
        entity.self = proxy;
        ValueCodec codec = RoundTrip.codec(new TypeRef<List<Customer>>() {});

        List<?> copy = (List<?>) codec.decode(codec.encode(List.of(proxy, entity, proxy)));

        assertThat(copy).allMatch(each -> each == copy.get(0));
        assertThat(copy.get(0)).isExactlyInstanceOf(Customer.class).isNotSameAs(entity);
        assertThat(((Customer) copy.get(0)).self).isSameAs(copy.get(0));
    }

    @Test
    void h100_whatIsLazy_isRefusedUntouchedWithFieldAndRemedy() throws Exception {
        Order order = new Order();
        order.customer = new CustomerProxy();
        assertRefused(order, "at $.customer: ", "CustomerProxy is a proxy of an entity that has not been fetched");
        ((CustomerProxy) order.customer).$$_hibernate_interceptor.initialized = true;
        ((CustomerProxy) order.customer).$$_hibernate_interceptor.target = new CustomerProxy();
        assertRefused(order, "at $.customer: ", "a proxy");

        order.customer = null;
        order.lines = fetched(new Line());
        set(order.lines, "initialized", false);
        assertRefused(order, "at $.lines: ", "PersistentSet has not been fetched");
        order.loose.add(order.lines);
        order.lines = null;
        assertRefused(order, "at $.loose[0]: ", "PersistentSet has not been fetched");
        set(order.loose.get(0), "initialized", true);
        set(order.loose.get(0), "operationQueue", new ArrayList<>(List.of("add")));
        assertRefused(order, "at $.loose[0]: ", "has changes");

        order.loose.clear();
        order.$$_hibernate_attributeInterceptor = new Interceptor(Set.of("note", "photo"), Set.of("note"));
        assertRefused(order, "at $", "has attributes that have not been fetched: photo");
    }

    private static void assertRefused(Order order, String place, String reason) {
        assertThatThrownBy(() -> RoundTrip.codec(Order.class).encode(order))
                .isInstanceOfSatisfying(CodecException.class, refused -> assertThat(refused.remedy())
                        .contains("join fetch", "entity graph"))
                .hasMessageContaining(place)
                .hasMessageContaining(reason);
    }

    /** As often as the first ones are compared, and once more. */
    private static Order through(Order order) throws CodecException {
        ValueCodec codec = RoundTrip.codec(Order.class);
        for (int i = 0; i < 3; i++) {
            codec.encode(order);
        }
        return (Order) RoundTrip.codec(Order.class).decode(codec.encode(order));
    }

    @SuppressWarnings("unchecked")
    private static Set<Line> fetched(Line line) throws Exception {
        Object lines = loader.loadClass(SET).getConstructor().newInstance();
        set(lines, "initialized", true);
        set(lines, "set", new HashSet<>(Set.of(line)));
        return (Set<Line>) lines;
    }

    private static void set(Object owner, String name, Object value) throws Exception {
        Field field = owner.getClass().getField(name);
        field.set(owner, value);
    }
}
