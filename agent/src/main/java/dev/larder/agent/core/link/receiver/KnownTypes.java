package dev.larder.agent.core.link.receiver;

import dev.larder.agent.core.key.text.FieldText;
import dev.larder.agent.core.type.PlatformTypes;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Classes of the JDK and of libraries that are known by their names: those that contain something, those whose objects have a
 * state, and loggers. Initializes none of them.
 */
final class KnownTypes {

    /** What hands out one value or many, and of what its last type argument says. All others of the JDK are services. */
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

    /** Classes of the JDK whose objects have a state that their users set or use up, and that cannot be read. */
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

    /** What is written to them decides nothing. */
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

    /** Whether values of the class are there for what they contain. */
    static boolean isContainer(Class<?> raw) {
        boolean isListed =
                isSupplier(raw) ? PlatformTypes.hasJavaName(raw) : isBelowContainer(raw) && !isOfLibrary(raw);
        return isListed || raw.getName().startsWith(ATOMIC);
    }

    /** Whether it is an interface of a library's that has a container's methods, such as that of a distributed map. */
    static boolean isOfLibrary(Class<?> raw) {
        boolean isListed = CONTAINERS.contains(raw.getName()) || raw.getName().startsWith("scala.");
        return raw.isInterface() && !PlatformTypes.hasJavaName(raw) && !isListed && isBelowContainer(raw);
    }

    /** An application's class that implements one is a service that has it as its only method. */
    private static boolean isSupplier(Class<?> raw) {
        return Callable.class.isAssignableFrom(raw) || Supplier.class.isAssignableFrom(raw);
    }

    private static boolean isBelowContainer(Class<?> raw) {
        return isBelow(raw, CONTAINERS);
    }

    /**
     * Whether its objects have a state that no key can have, as those of some classes of the JDK and of classes below these. What the
     * JDK tells apart by {@code equals} is a value and no service, but for clocks.
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

    /** Whether it is a logger's: an object with one is told from others by everything else that it has. */
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
