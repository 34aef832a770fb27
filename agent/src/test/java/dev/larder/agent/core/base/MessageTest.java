package dev.larder.agent.core.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A line is made of whatever values it is given: a mistake in it is no reason to fail the caller. */
final class MessageTest {

    @Test
    void of_asManyValuesAsPlaceholders_fillsThemIn() {
        assertThat(Message.TTL_SET.of("a.B.c()", 7).text()).isEqualTo("Over JMX the ttl of a.B.c() was set to 7 s.");
    }

    @Test
    void of_moreValuesThanPlaceholders_putsTheOthersLast() {
        assertThat(Message.TTL_SET.of("a.B.c()", 7, null, "x{y}").text())
                .isEqualTo("Over JMX the ttl of a.B.c() was set to 7 s. [null] [x{y}]");
    }

    @Test
    void of_fewerValuesThanPlaceholders_leavesTheOthers() {
        assertThat(Message.TTL_SET.of("a.B.c()").text())
                .isEqualTo("Over JMX the ttl of a.B.c() was set to {seconds} s.");
    }

    @Test
    void of_valueWithBraces_isNoPlaceholder() {
        assertThat(Message.TTL_SET.of("{method}", "{seconds}").text())
                .isEqualTo("Over JMX the ttl of {method} was set to {seconds} s.");
    }

    @ParameterizedTest
    @EnumSource
    void of_anyMessageWithTooManyValues_throwsNothing(Message message) {
        Object[] values = new Object[20];
        assertThat(message.of(values).text()).endsWith(" [null]");
    }
}
