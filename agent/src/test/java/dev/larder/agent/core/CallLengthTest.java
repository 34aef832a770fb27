package dev.larder.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.Alone;
import dev.larder.agent.fixtures.CountingLoader;
import dev.larder.agent.fixtures.RedisServer;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How long the way of a call through the core is, so that it does not grow unnoticed: how many methods of the core one call
 * enters on its thread, from the call site to the store and back, each as often as it is entered, and in how many source files
 * they are. {@link CountingLoader} says which methods do not count. The counts are upper bounds: lower them with the code.
 */
@Timeout(120)
@Alone // whether a call in Redis has to be waited for depends on what else runs
final class CallLengthTest {

    private static final String WITHOUT_REDIS = "";

    /** Calls itself to find out whether there is room on the stack, which is one step. */
    private static final String DESCENT = "dev.larder.agent.core.base.StackRoom.descend";

    @ParameterizedTest
    @CsvSource({"RECALL, 16, 11", "HIT, 18, 14", "MISS, 113, 41", "EVICT, 61, 26", "PUT, 110, 41"})
    void callInMemory_entersNoMoreMethods(String kind, int methods, int files) throws Exception {
        assertLength(entered(kind, WITHOUT_REDIS), methods, files);
    }

    /** With some room: whether the answer is there already when the call begins to wait, is not in its hands. */
    @Test
    void hitInRedis_entersNoMoreMethods() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            assertLength(entered("HIT", server.url()), 116, 45);
        }
    }

    @SuppressWarnings("unchecked") // the class is another one than the one of this name here
    private static List<String> entered(String kind, String redis) throws Exception {
        Object calls = new CountingLoader()
                .loadClass(MeasuredCalls.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        return ((BiFunction<String, String, List<String>>) calls)
                .apply(kind, redis).stream()
                        .filter(CallLengthTest::isProduction)
                        .toList();
    }

    private static boolean isProduction(String method) {
        return !method.startsWith(MeasuredCalls.class.getName())
                && !method.startsWith(MeasuredShop.class.getName())
                && !method.startsWith(MeasuredShop.class.getName())
                && !method.equals(DESCENT);
    }

    private static void assertLength(List<String> entered, int methods, int files) {
        String described = String.join("\n", entered);
        assertThat(entered).as(described).hasSizeBetween(1, methods);
        assertThat(entered.stream().map(CallLengthTest::file).distinct().count())
                .as(described)
                .isLessThanOrEqualTo(files);
    }

    /** The top-level class of a method. */
    private static String file(String method) {
        String type = method.substring(0, method.lastIndexOf('.'));
        int nested = type.indexOf('$');
        return nested < 0 ? type : type.substring(0, nested);
    }
}
