package dev.larder.agent.core.key;

import java.io.File;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Renders the fields of the object that a method is called on, as far as they are plain: what an argument may be, and
 * dates, classes, locales, currencies, URIs, paths, character sets and regular expressions.
 *
 * <p>Whether a field is plain is decided by its declared type, so that a service's collaborators cost a call nothing. Where
 * that leaves it open, as {@code Object} and {@code Number} do, the value decides.
 *
 * <p><b>Threads.</b> Immutable. Reads values on the caller's thread.
 */
public final class ObjectFields {

    /**
     * What stands for a value whose class cannot be part of a key, such as a collaborator behind a type variable. No value
     * contributes it: null is written without its type.
     */
    public static final String OPAQUE = "Object!~";

    /** Larger collections cost more to write into each key than a load is likely to. */
    private static final int MAX_ELEMENTS = 1_000;

    private static final Map<Class<?>, Function<Object, String>> MORE = Map.of(
            Class.class, type -> KeyText.of(((Class<?>) type).getName()),
            Locale.class, locale -> textOf((Locale) locale),
            Currency.class, currency -> KeyText.of(((Currency) currency).getCurrencyCode()),
            URI.class, uri -> KeyText.of(uri.toString()),
            URL.class, url -> KeyText.of(((URL) url).toExternalForm()),
            File.class, file -> KeyText.of(((File) file).getPath()),
            Path.class, path -> textOf((Path) path),
            Charset.class, charset -> KeyText.of(((Charset) charset).name()),
            Pattern.class, pattern -> textOf((Pattern) pattern));

    /** Whether what is of the class is an object in whose fields there is data, so that it tells objects apart. */
    private static final ClassValue<Boolean> HAS_DATA = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            FieldKind kind = FieldKind.of(type);
            boolean isData = kind == FieldKind.DATA || kind == FieldKind.HELD;
            return isData
                    && (FieldKind.isContainer(type)
                            || !FieldKind.dataFieldsOf(type).isEmpty());
        }
    };

    /** Whether what is of the class tells objects apart by the data in its fields. */
    public static boolean hasData(Class<?> type) {
        return HAS_DATA.get(type);
    }

    private final Class<?> declared;
    private final boolean isOpen;
    private final String place;
    private final KeyEncoder encoder;

    private ObjectFields(Type declared, String place) {
        this.declared = DeclaredType.erase(declared);
        this.isOpen = FieldKind.of(declared) == FieldKind.OPEN;
        this.place = place;
        this.encoder = KeyEncoder.ofField(isOpen ? Object.class : declared, place);
    }

    /**
     * For fields of the type {@code declared}, of the kind {@link FieldKind#PLAIN} or {@link FieldKind#OPEN}.
     *
     * @param place names the field in messages
     */
    public static ObjectFields of(Type declared, String place) {
        return new ObjectFields(declared, place);
    }

    /** What the value contributes. */
    public String text(@Nullable Object value) {
        if (value == null) {
            return KeyText.NULL;
        }
        checkSizeOf(value);
        String more = more(value);
        if (more != null) {
            return moreOf(value.getClass()) == declared ? more : nameOf(value.getClass()) + "!" + more;
        }
        return isOpen && !isInKey(value) ? opaque(value) : encoder.text(value);
    }

    private String opaque(Object value) {
        if (hasData(value.getClass())) {
            throw new UnsupportedKeyException(
                    "a value of " + value.getClass().getName() + " in " + place
                            + " is data of which no key can be made, and so cannot be part of a key",
                    KeyRemedy.inside(place));
        }
        return OPAQUE;
    }

    private void checkSizeOf(Object value) {
        try {
            checkSize(value);
        } catch (UnsupportedKeyException e) {
            throw e;
        } catch (Throwable e) { // the application's collection, such as a lazy one without its session
            throw KeyEncoder.unreadable(place, e);
        }
    }

    private void checkSize(Object value) {
        int size = value instanceof Collection<?> collection
                ? collection.size()
                : value instanceof Map<?, ?> map ? map.size() : 0;
        if (size > MAX_ELEMENTS) {
            throw new UnsupportedKeyException(
                    place + " has more than " + MAX_ELEMENTS
                            + " elements, which is too much for every key, and cannot be part of a key",
                    KeyRemedy.inside(place));
        }
    }

    /**
     * Whether a value behind an {@linkplain FieldKind#OPEN open} type has a part in the key, so that no key is made if that
     * fails. Its class alone decides: what a collection holds may change between two looks at it.
     */
    public static boolean isInKey(@Nullable Object value) {
        return value == null || isMore(value.getClass()) || ValueForm.of(value.getClass()) != null;
    }

    static boolean isMore(Class<?> type) {
        return MORE.containsKey(moreOf(type)) || isDate(type);
    }

    private static boolean isDate(Class<?> type) {
        return Date.class.isAssignableFrom(type) && ValueForm.isOfPlatform(type);
    }

    /** Of paths and character sets the JDK has classes of its own. */
    private static Class<?> moreOf(Class<?> type) {
        if (Path.class.isAssignableFrom(type)) {
            return Path.class;
        }
        return Charset.class.isAssignableFrom(type) ? Charset.class : type;
    }

    /** Whether the class is one of the JDK's whose objects never change and are told apart by {@code equals}. */
    public static boolean isImmutable(Class<?> type) {
        boolean isMore = MORE.containsKey(moreOf(type)) && type != Class.class;
        return isMore || LeafForm.find(type) != null;
    }

    static String nameOf(Class<?> type) {
        return KeyText.of(moreOf(type).getName());
    }

    /** Of a value that {@link #isMore} allows. */
    static String textOf(Object value) {
        return Objects.requireNonNull(more(value));
    }

    private static @Nullable String more(Object value) {
        Function<Object, String> text = MORE.get(moreOf(value.getClass()));
        if (text != null) {
            return text.apply(value);
        }
        return isDate(value.getClass()) ? instantOf((Date) value) : null;
    }

    /** Paths of other file systems say nothing of which one they are in. */
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
