package dev.larder.agent.core.weave;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.base.RateLimitedLog;
import dev.larder.agent.core.base.Ticker;
import dev.larder.agent.core.classfile.ClassFileScan;
import dev.larder.agent.core.classfile.ClassFiles;
import dev.larder.agent.core.classfile.KnownLibraries;
import dev.larder.agent.core.result.ProxyClasses;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees every class before it is defined, and weaves the few with cached methods.
 *
 * <p><b>Threads.</b> Called by whatever thread loads a class, several at once.
 *
 * <p><b>Failure.</b> Never fails a class load: on any throwable the class stays as it is, and a line at a bounded rate
 * says so.
 *
 * <p><b>Why</b> the path of a class without annotation is plain code, without lambdas, string formatting or logging: the
 * JVM may be in the middle of loading the very class of the JDK that these would need. What weaving itself needs is
 * loaded when the first annotated class is met.
 */
public final class WeavingTransformer implements ClassFileTransformer {

    /** Classes of the JDK, by internal name, whose loading the agent waits for. */
    public static final Set<String> WATCHED =
            Set.of("java/util/logging/LogManager", "javax/management/MBeanServerFactory");

    private final Instrumentation instrumentation;
    private final WeavingListener listener;
    private final ClassLoader platform = ClassLoader.getPlatformClassLoader();
    private final @Nullable ClassLoader own = WeavingTransformer.class.getClassLoader();
    private final ClassFiles files = new ClassFiles();

    /** Made when the first annotated class is met; the lock is this object's. */
    private @Nullable ClassWeaver weaver;

    private @Nullable RateLimitedLog faults;

    public WeavingTransformer(Instrumentation instrumentation, WeavingListener listener) {
        this.instrumentation = instrumentation;
        this.listener = listener;
    }

    @Override
    public byte @Nullable [] transform(
            Module module,
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        try {
            if (loader == null) {
                notice(name);
                return null;
            }
            return name == null ? null : transform(loader, name, redefined != null, bytes);
        } catch (Throwable e) { // the application's class must load, whatever is wrong with us
            report(name, e);
            return null;
        }
    }

    private void notice(@Nullable String name) {
        if (name != null && WATCHED.contains(name)) {
            listener.watchedClassLoads(name);
        }
    }

    private byte @Nullable [] transform(ClassLoader loader, String name, boolean isLoaded, byte[] bytes)
            throws Exception {
        if (loader == platform || loader == own || KnownLibraries.contain(name)) {
            return null;
        }
        ClassFileScan scan = ClassFileScan.of(bytes);
        if (scan == null || ProxyClasses.contain(name, scan.superName())) {
            return null;
        }
        boolean isAnnotated = files.leadsToAnnotation(loader, name, scan);
        if (isLoaded) {
            return isAnnotated || hasWoven(loader, name) ? weaver().weaveAgain(loader, name, scan, bytes) : null;
        }
        return isAnnotated ? weaver().weave(loader, name, scan, bytes) : null;
    }

    /** Without making a weaver: other agents transform classes again before there is anything to weave. */
    private synchronized boolean hasWoven(ClassLoader loader, String name) {
        return weaver != null && weaver.hasWoven(loader, name);
    }

    private synchronized ClassWeaver weaver() {
        if (weaver == null) {
            weaver = new ClassWeaver(files, new BootstrapAccess(instrumentation), listener);
        }
        return weaver;
    }

    private void report(@Nullable String name, Throwable fault) {
        try {
            faults().say(Message.WEAVING_FAULT.of(name), fault);
        } catch (Throwable e) { // out of memory or of stack: the class load matters more than the line
            return;
        }
    }

    private synchronized RateLimitedLog faults() {
        if (faults == null) {
            faults = new RateLimitedLog(Ticker.system(), Duration.ofMinutes(1));
        }
        return faults;
    }
}
