package dev.larder.agent.core.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.config.BadValueException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

final class UnitScaleTest {

    @Property
    void parse_formattedAmount_givesItBack(@ForAll @LongRange(min = 0) long amount) throws BadValueException {
        assertThat(UnitScale.DURATIONS.parse(UnitScale.DURATIONS.format(amount)))
                .isEqualTo(amount);
        assertThat(UnitScale.SIZES.parse(UnitScale.SIZES.format(amount))).isEqualTo(amount);
    }

    @Property
    void parse_anyText_isAnAmountOrRefused(@ForAll String text) {
        try {
            assertThat(UnitScale.DURATIONS.parse(text)).isNotNegative();
        } catch (BadValueException e) {
            assertThat(e).hasMessageStartingWith("is ");
        }
    }
}
