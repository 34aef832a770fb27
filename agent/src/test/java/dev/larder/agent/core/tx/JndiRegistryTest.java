package dev.larder.agent.core.tx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.NamingLoader;
import dev.larder.agent.fixtures.PackedAgent;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.NamingManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class JndiRegistryTest {

    private static final String NAME = "java:comp/TransactionSynchronizationRegistry";

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void restoreLoader() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void settingsThatLeadElsewhere_areNotFollowed() {
        NamingLoader remote = NamingLoader.remoteAlone();
        remote.bind(NAME, Builder.registry());
        Thread.currentThread().setContextClassLoader(remote);
        assertThat(JndiRegistry.find()).isNull();
        assertThat(remote.contexts()).isEmpty();
    }

    @Test
    void serverWhoseSettingsLeadElsewhere_isAskedWithoutThem() {
        NamingLoader server = NamingLoader.server();
        server.bind(NAME, Builder.registry());
        Thread.currentThread().setContextClassLoader(server);
        assertThat(JndiRegistry.find()).isNotNull();
        assertThat(server.contexts()).singleElement().satisfies(settings -> assertThat(settings.keySet())
                .hasToString("[" + Context.URL_PKG_PREFIXES + "]"));
    }

    @Test
    void noSettings_isNone() {
        assertThat(JndiRegistry.find()).isNull();
    }

    /** In a JVM of its own: a builder cannot be taken back. */
    @Test
    void serverThatBuildsEveryContext_isAskedWithoutSettingsAndItsContextClosed() throws Exception {
        ChildJvm.Finished result = ChildJvm.on(Jdks.oldest())
                .options("-D" + Context.INITIAL_CONTEXT_FACTORY + "=example.Remote")
                .classPath(Stream.of(JndiRegistry.class, Builder.class, TransactionSynchronizationRegistry.class)
                        .map(PackedAgent::locationOf)
                        .toArray(Path[]::new))
                .main(Builder.class.getName())
                .run();
        assertThat(result.stdout().lines()).containsExactly("settings {}", "found true", "closed 1");
    }

    /** The server of the child JVM. */
    static final class Builder {

        private static int closed;

        private Builder() {}

        public static void main(String[] arguments) throws NamingException {
            NamingManager.setInitialContextFactoryBuilder(settings -> given -> {
                System.out.println("settings " + given);
                return context();
            });
            System.out.println("found " + (JndiRegistry.find() != null));
            System.out.println("closed " + closed);
        }

        private static Context context() {
            Map<String, Object> bound = Map.of(NAME, registry());
            return (Context) Proxy.newProxyInstance(
                    Builder.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, names) -> {
                        if (method.getName().equals("close")) {
                            closed++;
                            return null;
                        }
                        return bound.get(names[0]);
                    });
        }

        static Object registry() {
            return Proxy.newProxyInstance(
                    Builder.class.getClassLoader(),
                    new Class<?>[] {TransactionSynchronizationRegistry.class},
                    (proxy, method, arguments) -> null);
        }
    }
}
