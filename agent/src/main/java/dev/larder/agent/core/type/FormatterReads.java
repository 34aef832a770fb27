package dev.larder.agent.core.type;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.ZoneOffset;
import java.time.chrono.Chronology;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.time.temporal.TemporalQueries;
import java.time.temporal.TemporalQuery;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A made-up moment that a formatter writes once, and that sees what reads it: which part of the text comes from which field, and
 * which of these texts the formatter has of its own.
 *
 * <p>For a text, the JDK reads the field, asks the moment for its chronology, and looks the text up. What it looks up by locale
 * depends on the chronology, so that this is asked in its turn; what {@code appendText} was given in a map does not. Only the
 * names of quarters depend on neither. If there is no text for the value, the field is read again and written as a number.
 *
 * <p><b>Threads.</b> Confined to the thread that writes.
 */
final class FormatterReads implements TemporalAccessor {

    /**
     * A field's text for which the chronology did not count.
     *
     * @param read its number among the reads of fields
     * @param place how many texts of any kind come before it
     * @param text what was written, and the literals behind it
     * @param isReadAgain whether the field was read a second time before anything was written
     * @param repeats how often the field is read behind it: once more if there is no text for its value
     */
    record Own(TemporalField field, int read, int place, String text, boolean isReadAgain, long repeats) {}

    private static final int NONE = -1;

    private final Chronology chronology = (Chronology) Proxy.newProxyInstance(
            FormatterReads.class.getClassLoader(),
            new Class<?>[] {Chronology.class},
            (proxy, method, arguments) -> askChronology(method, arguments));

    private final StringBuilder out = new StringBuilder();
    private final List<Own> own = new ArrayList<>();
    private final int chosen;
    private final long value;
    private final List<TemporalField> reads = new ArrayList<>();
    private int texts;
    private int start;
    private int read;
    private @Nullable TemporalField last;
    private boolean isText;
    private boolean isReadAgain;

    private FormatterReads(int chosen, long value) {
        this.chosen = chosen;
        this.value = value;
    }

    /** The texts in the order in which they are written. */
    static List<Own> ownTexts(DateTimeFormatter format) {
        return ownTexts(format, NONE, 0);
    }

    /** What the formatter writes for one of these texts if its field has the value. */
    static Own write(DateTimeFormatter format, Own one, long value) {
        return ownTexts(format, one.read(), value).stream()
                .filter(text -> text.read() == one.read())
                .findFirst()
                .orElseThrow();
    }

    private static List<Own> ownTexts(DateTimeFormatter format, int chosen, long value) {
        FormatterReads moment = new FormatterReads(chosen, value);
        format.formatTo(moment, moment.out); // as a builder, it has what came before at each read
        moment.endLast();
        return moment.own.stream().map(moment::withRepeats).toList();
    }

    private Own withRepeats(Own one) {
        long repeats = reads.stream()
                .skip(one.read() + 1L)
                .filter(field -> field == one.field())
                .count();
        return new Own(one.field(), one.read(), one.place(), one.text(), one.isReadAgain(), repeats);
    }

    private void endLast() {
        if (isText && last != null) {
            own.add(new Own(last, read, texts - 1, out.substring(start), isReadAgain, 0));
        }
        forgetLast();
    }

    private void forgetLast() {
        last = null;
        isText = false;
        isReadAgain = false;
    }

    @Override
    public boolean isSupported(TemporalField any) {
        endLast();
        return true;
    }

    @Override
    public long getLong(TemporalField any) {
        reads.add(any);
        if (isText && any == last && out.length() == start && !isReadAgain) {
            isReadAgain = true;
        } else {
            endLast();
            last = any;
            start = out.length();
            read = reads.size() - 1;
        }
        return read == chosen ? value : smallestOf(any);
    }

    /** What the application's fields can have they say by code that is theirs. */
    private static long smallestOf(TemporalField any) {
        return PlatformTypes.hasJavaName(any.getClass()) ? Math.max(any.range().getMinimum(), 0) : 0;
    }

    @Override
    @SuppressWarnings("unchecked") // what these queries return
    public <R> @Nullable R query(TemporalQuery<R> query) {
        if (query == TemporalQueries.chronology()) {
            readChronology();
            return (R) chronology;
        }
        endLast();
        boolean isZone = query == TemporalQueries.zoneId()
                || query == TemporalQueries.zone()
                || query == TemporalQueries.offset();
        return isZone ? (R) ZoneOffset.UTC : query.queryFrom(this);
    }

    private void readChronology() {
        if (isText) {
            endLast();
        } else if (last != null) {
            isText = true;
            texts++;
        }
    }

    private Object askChronology(Method method, Object[] arguments) throws Throwable {
        forgetLast();
        try {
            return method.invoke(IsoChronology.INSTANCE, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
