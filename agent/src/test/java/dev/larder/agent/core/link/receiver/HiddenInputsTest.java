package dev.larder.agent.core.link.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cached;
import dev.larder.agent.fixtures.WovenApplication;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may change and is in no default key, though the method's own code reads it, is said at the first call. */
final class HiddenInputsTest {

    enum Fixed {
        ONE;

        final String text = "fixed";
    }

    enum Dial {
        LEFT;

        int number;
    }

    static final class Elsewhere {
        static String region = "eu";

        private Elsewhere() {}
    }

    @SuppressWarnings("unused") // called by their names
    static final class Service {
        private static final ThreadLocal<String> TENANT = ThreadLocal.withInitial(() -> "t");
        private static final AtomicInteger VERSION = new AtomicInteger();
        private static final AtomicInteger CALLS = new AtomicInteger();
        private static final Map<String, String> TABLE = new HashMap<>(Map.of("a", "b"));
        private static final String[] UNITS = {"k"};
        private static final ThreadLocal<SimpleDateFormat> FORMAT =
                ThreadLocal.withInitial(() -> new SimpleDateFormat("yyyy"));
        private static Logger log = Logger.getLogger("service");
        private static String region = "eu";
        private static int calls;

        @Cached(ttl = 60)
        String region() {
            return region;
        }

        @Cached(ttl = 60)
        static String regionOfAll() {
            return region;
        }

        @Cached(ttl = 60)
        String elsewhere() {
            return Elsewhere.region;
        }

        @Cached(ttl = 60)
        String tenant() {
            return TENANT.get();
        }

        @Cached(ttl = 60)
        int version() {
            return VERSION.get();
        }

        String dial() {
            return ofDial(Dial.LEFT);
        }

        @Cached(ttl = 60)
        String ofDial(Dial dial) {
            return "" + dial.number;
        }

        @Cached(ttl = 60)
        String constants() {
            CALLS.incrementAndGet();
            calls++;
            log.fine("asked");
            return TABLE.get("a") + UNITS[0] + Fixed.ONE.text + FORMAT.get().format(new Date(0));
        }

        String fixed() {
            return ofFixed(Fixed.ONE);
        }

        @Cached(ttl = 60)
        String ofFixed(Fixed fixed) {
            return fixed.text;
        }

        @Cached(key = "written", ttl = 60)
        String written() {
            return region;
        }
    }

    private static List<String> doubtsOf(String method) throws Exception {
        try (WovenApplication application = WovenApplication.of(HiddenInputsTest.class)) {
            Class<?> type = application.woven(Service.class);
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            Method called = type.getDeclaredMethod(method);
            called.setAccessible(true);
            called.invoke(constructor.newInstance());
            assertThat(application.faults()).isEmpty();
            return application.refusals();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"region", "regionOfAll", "elsewhere", "tenant", "version"})
    void f27_staticFieldThatMayChange_isDoubted(String method) throws Exception {
        assertThat(doubtsOf(method))
                .singleElement()
                .asString()
                .contains(
                        method + "(): it reads the static field '", "which may change and is no part of a default key");
    }

    @Test
    void f27_argumentThatIsAConstantWithAFieldThatMayChange_isDoubted() throws Exception {
        assertThat(doubtsOf("dial"))
                .singleElement()
                .asString()
                .contains("its argument {0} is a constant of ", "Dial, which has fields that may change");
    }

    @ParameterizedTest
    @ValueSource(strings = {"constants", "written", "fixed"})
    void f27_whatStaysAsItIs_isNotDoubted(String method) throws Exception {
        assertThat(doubtsOf(method)).isEmpty();
    }
}
