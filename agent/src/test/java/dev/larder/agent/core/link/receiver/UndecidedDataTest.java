package dev.larder.agent.core.link.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.link.receiver.scenarios.CapturedScenarios;
import dev.larder.agent.core.link.receiver.scenarios.ConstantScenarios;
import dev.larder.agent.core.link.receiver.scenarios.ExchangeScenarios;
import dev.larder.agent.core.link.receiver.scenarios.Numbered;
import dev.larder.agent.core.link.receiver.scenarios.SettingsScenarios;
import dev.larder.agent.core.link.receiver.scenarios.StatefulScenarios;
import dev.larder.agent.fixtures.Silent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an object holds and its declared types do not show is decided, or the method runs uncached and says so. */
@Silent
final class UndecidedDataTest {

    @AutoClose
    private final Scenarios scenarios = new Scenarios();

    @ParameterizedTest
    @ValueSource(
            classes = {
                ConstantScenarios.FinalArray.class,
                ConstantScenarios.FinalList.class,
                ConstantScenarios.SettableField.class,
                ConstantScenarios.FixedFields.class,
                SettingsScenarios.MethodThatLogs.class,
                SettingsScenarios.MethodWithAParameter.class,
                SettingsScenarios.MethodThatComposes.class,
                SettingsScenarios.ValueBehindObject.class,
                SettingsScenarios.ReadInTheField.class,
                SettingsScenarios.LoggerBesideData.class,
            })
    void f27_whatAKeyCanHave_isPartOfIt(Class<? extends Numbered> scenario) throws Exception {
        scenarios.assertEachGetsItsOwn(scenario);
        assertThat(scenarios.counts().hits()).isPositive();
        assertThat(scenarios.counts().bypasses()).isZero();
        assertThat(scenarios.refusals()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ConstantScenarios.ListOfData.class,
                ConstantScenarios.SettableCollaborator.class,
                ConstantScenarios.CollaboratorInAList.class,
            })
    void f27_constantWithWhatNoKeyCanHave_isRefused(Class<? extends Numbered> scenario) throws Exception {
        scenarios.assertEachGetsItsOwn(scenario);
        assertThat(scenarios.refusals())
                .singleElement()
                .asString()
                .startsWith("Cannot cache ")
                .contains("of its constant, which may change");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                CapturedScenarios.LocalVariable.class,
                CapturedScenarios.OwnField.class,
                CapturedScenarios.VariableOfAClassWithoutAName.class,
                CapturedScenarios.ObjectAroundAClassWithoutAName.class,
                StatefulScenarios.BehindAnInterface.class,
            })
    void f27_dataBehindAnInterface_runsUncached(Class<? extends Numbered> scenario) throws Exception {
        scenarios.assertEachGetsItsOwn(scenario);
        assertThat(scenarios.counts().hits()).isZero();
        assertThat(scenarios.counts().bypasses()).isEqualTo(2);
    }

    @Test
    void f27_lambdaOverCollaborators_isACollaborator() throws Exception {
        scenarios.start(CapturedScenarios.Collaborators.class).assertGot(1);
        scenarios.next();
        scenarios.start(CapturedScenarios.Collaborators.class).assertGot(1);
        assertThat(scenarios.counts().hits()).isPositive();
        assertThat(scenarios.refusals()).isEmpty();
    }

    @Test
    void f27_lambdaOverWhatTheKeyHas_isACollaborator() throws Exception {
        scenarios.start(CapturedScenarios.OwnFieldThatIsInTheKey.class).assertGot(1);
        scenarios.next();
        scenarios.start(CapturedScenarios.OwnFieldThatIsInTheKey.class).assertGot(1);
        assertThat(scenarios.counts().hits()).isEqualTo(1);
        scenarios.next();
        scenarios.start(CapturedScenarios.OwnFieldThatIsInTheKey.class).assertGot(2);
    }

    @Test
    void f27_stateOfAnObjectOfTheJdk_isRefused() throws Exception {
        scenarios.assertEachGetsItsOwn(StatefulScenarios.ObjectsOfTheJdk.class);
        for (String field : new String[] {"pattern", "format", "random", "zone"}) {
            assertThat(scenarios.refusals())
                    .anyMatch(line -> line.contains("'" + field + "' of its object, which holds"));
        }
        assertThat(scenarios.refusals()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                StatefulScenarios.MemoMap.class,
                StatefulScenarios.MemoArray.class,
                StatefulScenarios.MemoOfARecord.class,
            })
    void f27_collectionThatTheMethodFills_isDoubtedAsAFieldThatItChanges(Class<? extends Numbered> scenario)
            throws Exception {
        scenarios.assertEachGetsItsOwn(scenario);
        assertThat(scenarios.refusals())
                .singleElement()
                .asString()
                .contains("'memo' of its object, which the method reads and changes");
    }

    @Test
    void f27_collectionThatTheMethodReads_isNotDoubted() throws Exception {
        scenarios.assertEachGetsItsOwn(StatefulScenarios.MapThatIsRead.class);
        assertThat(scenarios.refusals()).isEmpty();
        assertThat(scenarios.counts().hits()).isPositive();
    }

    @Test
    void f27_itemsOfSettingsWithALock_areRefused() throws Exception {
        scenarios.assertEachGetsItsOwn(SettingsScenarios.ItemsThatNoKeyCanHave.class);
        assertThat(scenarios.refusals())
                .singleElement()
                .asString()
                .startsWith("Cannot cache ")
                .contains("'settings.items' of its object, which holds data");
    }

    @Test
    void f27_serviceBehindTheService_isACollaborator() throws Exception {
        scenarios.start(SettingsScenarios.ServiceBehindTheService.class).assertGot(1);
        scenarios.next();
        scenarios.start(SettingsScenarios.ServiceBehindTheService.class).assertGot(1);
        assertThat(scenarios.counts().hits()).isPositive();
        assertThat(scenarios.refusals()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ExchangeScenarios.BySetter.class,
                ExchangeScenarios.OneOfTwo.class,
                ExchangeScenarios.ByAnotherClassOfTheFile.class,
                ExchangeScenarios.ByTheOutermostClass.class,
                ExchangeScenarios.ByAnothersConstructor.class,
                ExchangeScenarios.InASuperclass.class,
            })
    void f27_collaboratorThatIsExchanged_isSeenAtTheNextCall(Class<? extends Numbered> scenario) throws Exception {
        Scenarios.Running running = scenarios.start(scenario);
        running.assertGot(1);
        running.assertGot(1);
        running.assertGot(2);
        running.assertGot(2);
        running.assertGot(1);
        assertThat(scenarios.counts().hits()).isEqualTo(2);
        assertThat(scenarios.counts().bypasses()).isEqualTo(2);
    }

    @Test
    void f27_collaboratorThatTheMethodMakes_isItsOwn() throws Exception {
        Scenarios.Running running = scenarios.start(ExchangeScenarios.MadeWhenNeeded.class);
        running.assertGot(1);
        running.assertGot(1);
        assertThat(scenarios.counts().hits()).isEqualTo(1);
    }
}
