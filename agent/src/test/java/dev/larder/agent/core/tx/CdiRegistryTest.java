package dev.larder.agent.core.tx;

import static dev.larder.agent.core.tx.Transactions.Purpose.READ;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.FakeTicker;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.Narayana;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the few interfaces of CDI that are used, as their specification has them, and no JNDI. */
@Timeout(60)
final class CdiRegistryTest {

    private static final Map<String, String> CDI = Map.of(
            "jakarta.inject.Provider",
            "package jakarta.inject; public interface Provider<T> { T get(); }",
            "jakarta.enterprise.inject.Instance",
            """
            package jakarta.enterprise.inject;
            public interface Instance<T> extends jakarta.inject.Provider<T> {
                <U extends T> Instance<U> select(Class<U> type, java.lang.annotation.Annotation... qualifiers);
            }""",
            "jakarta.enterprise.inject.spi.CDI",
            """
            package jakarta.enterprise.inject.spi;
            public abstract class CDI<T> implements jakarta.enterprise.inject.Instance<T> {
                public static volatile CDI<Object> container;
                public static CDI<Object> current() {
                    if (container == null) throw new IllegalStateException("Unable to access CDI");
                    return container;
                }
            }""",
            "container.Container",
            """
            package container;
            import jakarta.enterprise.inject.Instance;
            public class Container extends jakarta.enterprise.inject.spi.CDI<Object> {
                final Object bean;
                public Container(Object bean) { this.bean = bean; container = this; }
                @SuppressWarnings("unchecked")
                public <U extends Object> Instance<U> select(
                        Class<U> type, java.lang.annotation.Annotation... qualifiers) {
                    if (!type.isInstance(bean)) throw new IllegalArgumentException("unsatisfied");
                    return (Instance<U>) this;
                }
                public Object get() { return bean; }
            }""");

    @TempDir
    static Path directory;

    @Test
    void registryThatIsABean_isFound() throws Exception {
        Path classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), CDI);
        try (Narayana narayana = new Narayana(directory);
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            narayana.naming().unbind(Narayana.REGISTRY);
            assertThat(JtaLookup.in(loader).find()).isNull();

            loader.loadClass("container.Container").getConstructor(Object.class).newInstance(registry());

            Transactions transactions = new TransactionFinder(new FakeTicker()).seenBy(loader);
            assertThat(transactions.current(READ)).isNull();
            narayana.manager().begin();
            assertThat(transactions.current(READ)).isNotNull();
            narayana.manager().rollback();
        }
    }

    private static TransactionSynchronizationRegistry registry() {
        return new com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple();
    }
}
