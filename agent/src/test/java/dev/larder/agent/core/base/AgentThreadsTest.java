package dev.larder.agent.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.ProtectionDomain;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AgentThreadsTest {

    @Test
    void h52_threads_areDaemonsNamedByRole() {
        ThreadFactory factory = AgentThreads.named("probe");

        assertThat(factory.newThread(() -> {}))
                .satisfies(thread -> assertThat(thread.isDaemon()).isTrue())
                .satisfies(thread -> assertThat(thread.getName()).isEqualTo("larder-probe-1"));
        assertThat(factory.newThread(() -> {}).getName()).isEqualTo("larder-probe-2");
    }

    @Test
    void threads_inheritNothingOfTheirMaker() throws Exception {
        InheritableThreadLocal<String> ofTheApplication = new InheritableThreadLocal<>();
        AtomicReference<Thread> made = new AtomicReference<>();
        AtomicReference<String> inherited = new AtomicReference<>("not run");
        ThreadGroup group = new ThreadGroup("application");
        Thread maker = new Thread(group, () -> {
            ofTheApplication.set("tenant");
            Thread thread = AgentThreads.named("probe").newThread(() -> inherited.set(ofTheApplication.get()));
            made.set(thread);
            thread.start();
        });
        try (URLClassLoader loader = new URLClassLoader(new URL[0])) {
            maker.setContextClassLoader(loader);
            maker.start();
            maker.join();
            made.get().join();
        }

        assertThat(inherited.get()).isNull();
        Thread unstarted = AgentThreads.named("probe").newThread(() -> {});
        assertThat(unstarted.getContextClassLoader()).isSameAs(AgentThreads.class.getClassLoader());
        assertThat(unstarted.getThreadGroup().getParent()).isNull();
    }

    /** A thread is made on the way of some call of the application's, and lives on when that has been undeployed. */
    @Test
    void threads_keepTheCodeThatCalledFromBeingUnloaded_notAtAll() throws Exception {
        Application application = new Application();
        WeakReference<ClassLoader> unloadable = new WeakReference<>(application);
        Thread made = application.callFactory(AgentThreads.named("probe"));
        application = null;

        Awaitility.await().until(() -> {
            System.gc();
            return unloadable.get() == null;
        });
        assertThat(made.getState()).isEqualTo(Thread.State.NEW);
    }

    /** Has a {@link Caller} of its own. */
    private static final class Application extends ClassLoader {

        @SuppressWarnings("unchecked")
        Thread callFactory(ThreadFactory factory) throws Exception {
            String name = Caller.class.getName();
            byte[] bytes;
            try (InputStream in = Caller.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
                bytes = in.readAllBytes();
            }
            ProtectionDomain own = new ProtectionDomain(null, null, this, null);
            Object caller = defineClass(name, bytes, 0, bytes.length, own)
                    .getDeclaredConstructor()
                    .newInstance();
            return ((BiFunction<ThreadFactory, Runnable, Thread>) caller).apply(factory, () -> {});
        }
    }

    public static final class Caller implements BiFunction<ThreadFactory, Runnable, Thread> {

        @Override
        public Thread apply(ThreadFactory factory, Runnable task) {
            return factory.newThread(task);
        }
    }
}
