package dev.larder.agent.core.key.text;

import dev.larder.agent.core.type.FormatterTexts;
import dev.larder.agent.core.type.PlatformTypes;
import java.io.File;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalField;
import java.util.Currency;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What values contribute to a key that may be in an object's field, but not in an argument: dates, classes, locales,
 * currencies, URIs, paths, character sets, regular expressions, formats of java.time, and addresses.
 *
 * <p><b>Threads.</b> Immutable. Reads values on the caller's thread.
 */
public final class FieldText {

    private static final Map<Class<?>, Function<Object, String>> TEXTS = Map.ofEntries(
            entry(Class.class, type -> KeyText.of(type.getName())),
            entry(Locale.class, FieldText::textOf),
            entry(Currency.class, currency -> KeyText.of(currency.getCurrencyCode())),
            entry(URI.class, uri -> KeyText.of(uri.toString())),
            entry(URL.class, url -> KeyText.of(url.toExternalForm())),
            entry(File.class, file -> KeyText.of(file.getPath())),
            entry(Path.class, FieldText::textOf),
            entry(Charset.class, charset -> KeyText.of(charset.name())),
            entry(Pattern.class, FieldText::textOf),
            entry(DateTimeFormatter.class, FieldText::textOf),
            entry(HexFormat.class, format -> KeyText.of(format.toString())),
            entry(InetAddress.class, address -> KeyText.of(address.toString())),
            entry(InetSocketAddress.class, address -> KeyText.of(address.toString())),
            entry(MathContext.class, context -> KeyText.of(context.toString())));

    private static <T> Map.Entry<Class<?>, Function<Object, String>> entry(Class<T> type, Function<T, String> text) {
        return Map.entry(type, value -> text.apply(type.cast(value)));
    }

    private FieldText() {}

    /** Whether values of the class are among them. */
    static boolean isOf(Class<?> type) {
        return TEXTS.containsKey(listed(type)) || isDate(type);
    }

    private static boolean isDate(Class<?> type) {
        return Date.class.isAssignableFrom(type) && PlatformTypes.hasJavaName(type);
    }

    /** Of paths, addresses and character sets the JDK has classes of its own. */
    private static Class<?> listed(Class<?> type) {
        if (Path.class.isAssignableFrom(type)) {
            return Path.class;
        }
        if (InetAddress.class.isAssignableFrom(type)) {
            return InetAddress.class;
        }
        return Charset.class.isAssignableFrom(type) ? Charset.class : type;
    }

    /** Whether values of the class always have a text by themselves, as an argument or in a field. */
    public static boolean isPlain(Class<?> type) {
        return LeafForm.find(type) != null || type.isEnum() || isOf(type);
    }

    /** Whether values of the class can be part of a key, in a field at least. */
    public static boolean isInKey(Class<?> type) {
        return isOf(type) || ValueForm.of(type) != null;
    }

    /** Whether the class is one of the JDK's whose objects never change and are told apart by {@code equals}. */
    public static boolean isImmutable(Class<?> type) {
        boolean isListed = TEXTS.containsKey(listed(type)) && type != Class.class;
        return isListed || LeafForm.find(type) != null;
    }

    /** Whether what a field of the type contributes stays as it is, as long as the field holds the same value. */
    public static boolean isFixed(Class<?> type) {
        return isImmutable(type) || type.isEnum() || type == Class.class;
    }

    /** What the value contributes where {@code declared} is expected; null if it is not one of these. */
    public static @Nullable String of(Object value, Class<?> declared) {
        String text = find(value);
        boolean isNamed = text != null && listed(value.getClass()) != declared;
        return isNamed ? nameOf(value.getClass()) + "!" + text : text;
    }

    static String nameOf(Class<?> type) {
        return KeyText.of(listed(type).getName());
    }

    /** Of a value that {@link #isOf} allows. */
    static String textOf(Object value) {
        return Objects.requireNonNull(find(value));
    }

    private static @Nullable String find(Object value) {
        Function<Object, String> text = TEXTS.get(listed(value.getClass()));
        if (text != null) {
            return text.apply(value);
        }
        return isDate(value.getClass()) ? instantOf((Date) value) : null;
    }

    /** A path of another file system does not say of which one it is. */
    private static String textOf(Path path) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            throw new UnsupportedKeyException(
                    "a path of another file system than the default one cannot be part of a key",
                    "Write a key without it.");
        }
        return KeyText.of(path.toString());
    }

    private static String textOf(Pattern pattern) {
        return "(" + KeyText.of(pattern.pattern()) + "," + pattern.flags() + ")";
    }

    /** Its text has neither its locale nor what was set beside its pattern, nor the texts it was given. */
    private static String textOf(DateTimeFormatter format) {
        String pattern = format.toString();
        StringBuilder text = new StringBuilder(64).append('(').append(KeyText.of(pattern));
        text.append(',').append(textOf(format.getLocale()));
        text.append(',').append(ownTextsOf(format, pattern));
        Set<TemporalField> fields = format.getResolverFields();
        Object[] settings = {
            format.getDecimalStyle(),
            format.getResolverStyle(),
            format.getChronology(),
            format.getZone(),
            fields == null
                    ? null
                    : new TreeSet<>(fields.stream().map(Object::toString).toList())
        };
        for (Object setting : settings) {
            text.append(',').append(KeyText.of(String.valueOf(setting)));
        }
        return text.append(')').toString();
    }

    private static String ownTextsOf(DateTimeFormatter format, String pattern) {
        String texts = FormatterTexts.of(format, pattern);
        if (texts == null) {
            throw new UnsupportedKeyException(
                    "a DateTimeFormatter with texts of its own that cannot all be read cannot be part of a key",
                    "Write a key without it.");
        }
        return texts;
    }

    /** Neither its own text nor its language tag tells all locales apart, so each of its parts stands for itself. */
    private static String textOf(Locale locale) {
        StringBuilder text = new StringBuilder(24).append('(').append(KeyText.of(locale.getLanguage()));
        text.append(',').append(KeyText.of(locale.getScript()));
        text.append(',').append(KeyText.of(locale.getCountry()));
        text.append(',').append(KeyText.of(locale.getVariant()));
        for (Character extension : new TreeSet<>(locale.getExtensionKeys())) {
            text.append(',').append(KeyText.of(extension)).append('=');
            text.append(KeyText.of(locale.getExtension(extension)));
        }
        return text.append(')').toString();
    }

    /** Dates of the JDK's SQL classes have no instant, timestamps have one of nanoseconds. */
    @SuppressWarnings("JavaUtilDate") // it is what the field holds
    private static String instantOf(Date date) {
        boolean hasNanos = date.getClass().getSimpleName().equals("Timestamp");
        return hasNanos ? KeyText.of(date.toInstant().toString()) : KeyText.of(date.getTime());
    }
}
