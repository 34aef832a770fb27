package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.key.text.FieldText;
import dev.larder.agent.core.type.PlatformTypes;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Classes of the JDK and of libraries, listed by name: containers, classes whose objects have a state, and loggers. Initializes
 * none of them.
 */
final class KnownTypes {

    /** Containers of values of their last type argument. All other classes of the JDK are services. */
    private static final Set<String> CONTAINERS = Set.of(
            "java.lang.Iterable",
            "java.lang.CharSequence",
            "java.lang.ThreadLocal",
            "java.lang.ref.Reference",
            "java.nio.Buffer",
            "java.util.BitSet",
            "java.util.Calendar",
            "java.util.Enumeration",
            "java.util.Iterator",
            "java.util.Map",
            "java.util.Map$Entry",
            "java.util.Optional",
            "java.util.OptionalDouble",
            "java.util.OptionalInt",
            "java.util.OptionalLong",
            "java.util.StringJoiner",
            "java.util.concurrent.Callable",
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.Future",
            "java.util.function.BooleanSupplier",
            "java.util.function.DoubleSupplier",
            "java.util.function.IntSupplier",
            "java.util.function.LongSupplier",
            "java.util.function.Supplier",
            "java.util.stream.BaseStream",
            "kotlin.Lazy",
            "scala.Option",
            "scala.collection.IterableOnce");

    /** Classes of the JDK whose objects have a state that users set or consume, and that cannot be read. */
    private static final Set<String> STATEFUL = Set.of(
            "java.lang.Throwable",
            "java.security.MessageDigest",
            "java.security.Signature",
            "java.text.BreakIterator",
            "java.text.Format",
            "java.util.DoubleSummaryStatistics",
            "java.util.Formatter",
            "java.util.IntSummaryStatistics",
            "java.util.LongSummaryStatistics",
            "java.util.Random",
            "java.util.Scanner",
            "java.util.StringTokenizer",
            "java.util.TimeZone",
            "java.util.random.RandomGenerator",
            "java.util.regex.Matcher",
            "java.util.zip.Checksum",
            "javax.crypto.Cipher",
            "javax.crypto.Mac");

    /** Writing to them decides nothing. */
    private static final Set<String> LOGGERS = Set.of(
            "com.google.common.flogger.AbstractLogger",
            "io.github.oshai.kotlinlogging.KLogger",
            "java.lang.System$Logger",
            "java.util.logging.Logger",
            "mu.KLogger",
            "org.apache.commons.logging.Log",
            "org.apache.logging.log4j.Logger",
            "org.jboss.logging.BasicLogger",
            "org.slf4j.Logger");

    private static final String ATOMIC = "java.util.concurrent.atomic.";

    private static final ClassValue<Boolean> IS_STATEFUL = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isBelow(type, STATEFUL)
                    || (PlatformTypes.hasJavaName(type) && !FieldText.isPlain(type) && isValue(type));
        }
    };

    private KnownTypes() {}

    /** Whether values of the class count by what they contain. */
    static boolean isContainer(Class<?> raw) {
        boolean isListed =
                isSupplier(raw) ? PlatformTypes.hasJavaName(raw) : isBelowContainer(raw) && !isOfLibrary(raw);
        return isListed || raw.getName().startsWith(ATOMIC);
    }

    /** Whether it is a library's interface that extends a container's, such as that of a distributed map. */
    static boolean isOfLibrary(Class<?> raw) {
        boolean isListed = CONTAINERS.contains(raw.getName()) || raw.getName().startsWith("scala.");
        return raw.isInterface() && !PlatformTypes.hasJavaName(raw) && !isListed && isBelowContainer(raw);
    }

    /** An application's class that implements one is a service with a single method. */
    private static boolean isSupplier(Class<?> raw) {
        return Callable.class.isAssignableFrom(raw) || Supplier.class.isAssignableFrom(raw);
    }

    private static boolean isBelowContainer(Class<?> raw) {
        return isBelow(raw, CONTAINERS);
    }

    /**
     * Whether its objects have a state that cannot be part of a key, as those of some classes of the JDK and of their subclasses.
     * A class of the JDK with an {@code equals} of its own is a value and no service, except a clock.
     */
    static boolean isStateful(Class<?> raw) {
        return IS_STATEFUL.get(raw);
    }

    private static boolean isValue(Class<?> raw) {
        if (raw.isInterface() || Enum.class.isAssignableFrom(raw) || Clock.class.isAssignableFrom(raw)) {
            return false;
        }
        try {
            return raw.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Whether it is a logger, which does not distinguish objects. */
    static boolean isLogger(Class<?> raw) {
        return isBelow(raw, LOGGERS);
    }

    /** Whether the class, or one above it, has one of the names. */
    private static boolean isBelow(@Nullable Class<?> raw, Set<String> names) {
        if (raw == null || names.contains(raw.getName())) {
            return raw != null;
        }
        for (Class<?> implemented : raw.getInterfaces()) {
            if (isBelow(implemented, names)) {
                return true;
            }
        }
        return isBelow(raw.getSuperclass(), names);
    }
}
