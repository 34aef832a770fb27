package dev.larder.agent.core.weave;

import dev.larder.agent.bridge.Bootstrap;
import dev.larder.agent.core.base.PerLoader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;
import org.jspecify.annotations.Nullable;

/**
 * Finds the name under which a woven class can link to {@link Bootstrap}.
 *
 * <p>This is nearly always its own name: the agent's jar is on the system class path, to which nearly every loader
 * delegates. A named module can read it as well, since the JVM adds that edge for classes that it passes to a
 * transformer. For a loader that does not delegate there (OSGi, JBoss Modules, a null parent) there is a copy in {@code
 * java.lang}, which every loader sees.
 *
 * <p><b>Threads.</b> Thread-safe. The copy is made once, when first needed, under this object's lock. No other lock is
 * acquired under it.
 *
 * <p><b>Why</b> not the bootstrap class path: appending to it needs a file, makes the JVM print a warning and disable
 * class data sharing, and OSGi does not delegate there unless configured to. To define the copy, {@code java.lang} is
 * opened to the agent's module alone, and only when the first class needs it.
 */
final class BootstrapAccess {

    private static final String DIRECT = "dev/larder/agent/bridge/Bootstrap";
    private static final String COPY = "java/lang/LarderBootstrap";

    private final Instrumentation instrumentation;
    private final PerLoader<AtomicReference<@Nullable Boolean>> sight = new PerLoader<>() {
        @Override
        protected AtomicReference<@Nullable Boolean> initial() {
            return new AtomicReference<>();
        }
    };
    private boolean isCopied;

    BootstrapAccess(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /** The internal name of the bootstrap class for classes of {@code loader}. */
    String nameFor(ClassLoader loader) throws IOException, ReflectiveOperationException {
        if (seesBridge(loader)) {
            return DIRECT;
        }
        ensureCopied();
        return COPY;
    }

    private boolean seesBridge(ClassLoader loader) {
        AtomicReference<@Nullable Boolean> known = sight.get(loader);
        Boolean sees = known.get();
        if (sees == null) {
            sees = isSame(loader);
            known.set(sees);
        }
        return sees;
    }

    private static boolean isSame(ClassLoader loader) {
        try {
            return Class.forName(Bootstrap.class.getName(), false, loader) == Bootstrap.class;
        } catch (ClassNotFoundException | RuntimeException | LinkageError e) { // whatever the loader does instead
            return false;
        }
    }

    private synchronized void ensureCopied() throws IOException, ReflectiveOperationException {
        if (isCopied) {
            return;
        }
        Module own = BootstrapAccess.class.getModule();
        instrumentation.redefineModule(
                Object.class.getModule(), Set.of(), Map.of(), Map.of("java.lang", Set.of(own)), Set.of(), Map.of());
        Class<?> copy = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
                .defineClass(copyOfBootstrap());
        Bootstrap.share(copy);
        isCopied = true;
    }

    private static byte[] copyOfBootstrap() throws IOException {
        try (InputStream file = Bootstrap.class.getResourceAsStream("Bootstrap.class")) {
            if (file == null) {
                throw new IOException("The agent's jar has no " + DIRECT);
            }
            ClassWriter copy = new ClassWriter(0);
            new ClassReader(file.readAllBytes())
                    .accept(new ClassRemapper(copy, new SimpleRemapper(Opcodes.ASM9, DIRECT, COPY)), 0);
            return copy.toByteArray();
        }
    }
}
