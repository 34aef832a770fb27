package dev.larder.agent.core.link.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.link.receiver.scenarios.Compared;
import dev.larder.agent.core.link.receiver.scenarios.MeanwhileScenarios;
import dev.larder.agent.fixtures.Silent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The result of a run that has read another state of its object than the key says is returned, and not stored. */
@Silent
final class ExchangeDuringRunTest {

    @AutoClose
    private final Scenarios scenarios = new Scenarios();

    @Test
    void f27_collaboratorThatIsExchangedDuringARun_takesNoResultIntoTheCache() throws Exception {
        scenarios.assertCallsGetTheirOwn(MeanwhileScenarios.Collaborator.class);
        assertThat(scenarios.counts().stores()).isEqualTo(1);
        assertThat(scenarios.counts().refusedStores()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MeanwhileScenarios.PlainField.class,
                MeanwhileScenarios.FieldInAWrittenKey.class,
                MeanwhileScenarios.DataInAField.class,
                MeanwhileScenarios.GroupOfPlainValues.class,
                MeanwhileScenarios.ArrayInARecord.class,
                MeanwhileScenarios.LongField.class,
                MeanwhileScenarios.FieldOfAConstant.class,
            })
    void f27_dataThatChangesDuringARun_takesNoResultIntoTheCache(Class<? extends Compared> scenario) throws Exception {
        scenarios.assertCallsGetTheirOwn(scenario);
        assertThat(scenarios.counts().refusedStores()).isEqualTo(1);
        assertThat(scenarios.counts().stores()).isEqualTo(1);
        assertThat(scenarios.counts().hits()).isEqualTo(1);
        assertThat(scenarios.refusals()).isEmpty();
    }

    @Test
    void f27_methodThatChangesItsArgument_isStillCached() throws Exception {
        scenarios.assertCallsGetTheirOwn(MeanwhileScenarios.ArgumentThatTheMethodChanges.class);
        assertThat(scenarios.counts().hits()).isEqualTo(1);
    }
}
