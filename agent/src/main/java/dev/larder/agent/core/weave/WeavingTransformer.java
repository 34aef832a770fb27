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
 * Is called for every class before it is defined, and weaves those with Larder's annotations.
 *
 * <p><b>Threads.</b> Called by whatever thread loads a class, several at once.
 *
 * <p><b>Failure.</b> Never fails a class load: after any throwable the class stays unchanged, and a rate-limited line
 * is logged.
 *
 * <p><b>Why</b> the path for a class without annotations has no lambdas, string formatting or logging: the JVM may be
 * loading just the JDK class that these need. What weaving needs is loaded with the first annotated class.
 */
public final class WeavingTransformer implements ClassFileTransformer {

    /** Classes of the JDK, by internal name, whose loading is reported to the listener. */
    public static final Set<String> WATCHED =
            Set.of("java/util/logging/LogManager", "javax/management/MBeanServerFactory");

    private final Instrumentation instrumentation;
    private final WeavingListener listener;
    private final ClassLoader platform = ClassLoader.getPlatformClassLoader();
    private final @Nullable ClassLoader own = WeavingTransformer.class.getClassLoader();
    private final ClassFiles files = new ClassFiles();

    /** Created for the first annotated class, under this object's lock. */
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
        } catch (Throwable e) { // the application's class must load in any case
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

    /** Does not create the weaver: other agents may retransform classes before there is anything to weave. */
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
        } catch (Throwable e) { // out of memory or stack: the class has to load even without the line
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
