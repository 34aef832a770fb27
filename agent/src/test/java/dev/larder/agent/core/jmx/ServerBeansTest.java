package dev.larder.agent.core.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.management.Attribute;
import javax.management.AttributeChangeNotification;
import javax.management.JMException;
import javax.management.Notification;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;

/** Operations of the cache's bean, and what its listeners are sent. */
@Expects(Message.MBEAN_SERVER_FAILED)
final class ServerBeansTest extends RegisteredBeans {

    @Test
    void cache_operations_reachTheCache() throws JMException {
        assertThat(invoke("evict", "user:1")).isEqualTo(true);
        assertThat(invoke("evictPattern", "user:*")).isEqualTo(2L);
        assertThat(invoke("ping")).isEqualTo(123L);
        invoke("resetStatistics");
        server.setAttribute(cacheName, new Attribute("Enabled", false));

        assertThat(cache.asked).containsExactly("evict user:1", "evictPattern user:*", "resetStatistics");
        assertThat(cache.isEnabled()).isFalse();
    }

    @Test
    void inspect_showsOpenData() throws JMException {
        CompositeData there = (CompositeData) invoke("inspect", "there");
        CompositeData absent = (CompositeData) invoke("inspect", "absent");

        assertThat(there.getAll(new String[] {"present", "store", "ttlMillis", "sizeBytes", "versions", "loading"}))
                .containsExactly(true, "REDIS", 5_000L, 77L, 2, true);
        assertThat(absent.get("present")).isEqualTo(false);
    }

    @Test
    void h114_textsOfOperations_areChecked() {
        for (String operation : List.of("evict", "evictPattern", "inspect")) {
            for (String text : Arrays.asList(null, "", "x".repeat(1_025))) {
                assertThatThrownBy(() -> invoke(operation, text))
                        .isInstanceOf(RuntimeMBeanException.class)
                        .hasMessageContaining("must have 1 to 1024 characters");
            }
        }
        assertThat(cache.asked).isEmpty();
    }

    @Test
    void failure_ofAnOperation_carriesNoClassOfOurs() {
        assertThatThrownBy(() -> invoke("evictAll"))
                .isInstanceOf(RuntimeMBeanException.class)
                .cause()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("Redis is away.")
                .hasNoCause();
    }

    @Test
    void send_modeChange_reachesListeners() throws JMException {
        List<Notification> received = new ArrayList<>();
        server.addNotificationListener(cacheName, (notification, handback) -> received.add(notification), null, null);

        beans.send(new ModeChange("REDIS", "MEMORY", Instant.ofEpochMilli(99), "connection refused"));
        beans.send(new ModeChange("MEMORY", "REDIS", Instant.ofEpochMilli(100), "connected"));

        assertThat(received).hasSize(2);
        assertThat(received.get(0)).isInstanceOfSatisfying(AttributeChangeNotification.class, change -> {
            assertThat(change.getSource()).isEqualTo(cacheName);
            assertThat(change.getAttributeName()).isEqualTo("Mode");
            assertThat(change.getOldValue()).isEqualTo("REDIS");
            assertThat(change.getNewValue()).isEqualTo("MEMORY");
            assertThat(change.getMessage()).isEqualTo("REDIS -> MEMORY: connection refused");
            assertThat(change.getTimeStamp()).isEqualTo(99);
            assertThat(change.getSequenceNumber()).isEqualTo(1);
        });
    }

    @Test
    void send_listenerThrowsAnError_isContained() throws JMException {
        server.addNotificationListener(
                cacheName,
                (notification, handback) -> {
                    throw new LinkageError("a listener's own");
                },
                null,
                null);

        assertThatCode(() -> beans.send(new ModeChange("REDIS", "MEMORY", Instant.EPOCH, "x")))
                .doesNotThrowAnyException();
    }
}
