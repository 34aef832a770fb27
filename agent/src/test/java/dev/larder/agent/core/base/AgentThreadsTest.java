package dev.larder.agent.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
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
}
