package dev.larder.agent.core.tx;

import static dev.larder.agent.core.tx.Transactions.Purpose.READ;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Ticker;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronizationManager;

@Timeout(30)
final class TransactionFinderTest {

    private final TransactionFinder finder = new TransactionFinder(Ticker.system());

    @Test
    void nobodyAsks_nothingIsLookedFor() {
        RecordingLoader loader = new RecordingLoader();
        finder.seenBy(loader);
        assertThat(loader.asked).isEmpty();
    }

    @Test
    void neitherSpringNorJta_isAskedForOncePerLoader() {
        RecordingLoader loader = new RecordingLoader();
        Transactions transactions = finder.seenBy(loader);
        for (int call = 0; call < 3; call++) {
            assertThat(transactions.current(READ)).isNull();
            assertThat(finder.seenBy(loader)).isSameAs(transactions);
        }
        assertThat(loader.asked)
                .containsExactly(
                        "org.springframework.transaction.support.TransactionSynchronizationManager",
                        "jakarta.transaction.TransactionSynchronizationRegistry",
                        "javax.transaction.TransactionSynchronizationRegistry");
        assertThat(loader.defined()).isEmpty();
    }

    @Test
    void springInTheLoader_isThatLoadersOwn() throws Exception {
        try (URLClassLoader spring = new URLClassLoader(springJars(), ClassLoader.getPlatformClassLoader())) {
            Transactions transactions = finder.seenBy(spring);
            Class<?> manager = spring.loadClass(TransactionSynchronizationManager.class.getName());
            assertThat(manager).isNotSameAs(TransactionSynchronizationManager.class);
            manager.getMethod("initSynchronization").invoke(null);
            manager.getMethod("setActualTransactionActive", boolean.class).invoke(null, true);
            try {
                assertThat(transactions.current(READ)).isNotNull();
                assertThat(finder.seenBy(getClass().getClassLoader()).current(READ))
                        .isNull();
            } finally {
                manager.getMethod("clear").invoke(null);
            }
        }
    }

    @Test
    void springThatCannotBeUsed_isNoTransactionAndSaidOnce() {
        AgentLog.setLevel(AgentLog.Level.OFF);
        try {
            Transactions transactions = finder.seenBy(new HalfSpring());
            assertThat(transactions.current(READ)).isNull();
            assertThat(transactions.current(READ)).isNull();
        } finally {
            AgentLog.setLevel(AgentLog.Level.INFO);
        }
    }

    @Test
    void bootstrapLoader_hasNone() {
        assertThat(finder.seenBy(null).current(READ)).isNull();
    }

    @Test
    void loaderThatNobodyUses_isCollected() {
        WeakReference<ClassLoader> loader = askOnce();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private WeakReference<ClassLoader> askOnce() {
        ClassLoader loader = new URLClassLoader(springJars(), ClassLoader.getPlatformClassLoader());
        assertThat(finder.seenBy(loader).current(READ)).isNull();
        return new WeakReference<>(loader);
    }

    private static URL[] springJars() {
        return List.of(
                        TransactionSynchronizationManager.class,
                        Ordered.class,
                        org.apache.commons.logging.LogFactory.class)
                .stream()
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
    }

    /** Has nothing but the JDK, and writes down what it is asked for beyond that. */
    private static class RecordingLoader extends ClassLoader {

        final List<String> asked = new CopyOnWriteArrayList<>();

        RecordingLoader() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            asked.add(name);
            throw new ClassNotFoundException(name);
        }

        List<String> defined() {
            return asked.stream().filter(name -> findLoadedClass(name) != null).toList();
        }
    }

    /** A class of the right name that is something else. */
    private static final class HalfSpring extends ClassLoader {

        HalfSpring() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.endsWith("TransactionSynchronizationManager")) {
                throw new NoClassDefFoundError("org/springframework/core/SomethingElse");
            }
            throw new ClassNotFoundException(name);
        }
    }
}
