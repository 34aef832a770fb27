package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalField;
import java.time.temporal.ValueRange;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A field of the application's that takes its time holds up no other caller. */
final class FormatterLockTest {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void f27_fieldOfTheApplicationThatWaits_holdsUpNoOtherKey() throws Exception {
        DateTimeFormatter known = DateTimeFormatter.RFC_1123_DATE_TIME;
        String key = key(known);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            Future<String> slow = callers.submit(() -> key(withTextsOf(waiting())));
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(callers.submit(() -> key(known)).get(10, TimeUnit.SECONDS))
                    .isEqualTo(key);
            goOn.countDown();
            assertThat(slow.get(20, TimeUnit.SECONDS)).contains("Waiting");
        } finally {
            goOn.countDown();
            callers.shutdownNow();
        }
    }

    private static DateTimeFormatter withTextsOf(TemporalField field) {
        return new DateTimeFormatterBuilder()
                .appendText(field, Map.of(1L, "one"))
                .appendText(ChronoField.MONTH_OF_YEAR, Map.of(11L, "Nebelmond"))
                .toFormatter(Locale.ROOT);
    }

    private TemporalField waiting() {
        return (TemporalField) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TemporalField.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "toString" -> "Waiting";
                    case "hashCode" -> 1;
                    case "equals" -> proxy == arguments[0];
                    case "range" -> range();
                    default -> throw new IllegalStateException(method.getName());
                });
    }

    private ValueRange range() throws InterruptedException {
        asked.countDown();
        assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
        return ValueRange.of(0, 9);
    }

    private static String key(DateTimeFormatter format) {
        return FieldText.of(format, DateTimeFormatter.class);
    }
}
