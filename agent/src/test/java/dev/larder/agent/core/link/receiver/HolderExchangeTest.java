package dev.larder.agent.core.link.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.link.receiver.scenarios.ContainerScenarios;
import dev.larder.agent.core.link.receiver.scenarios.GroupScenarios;
import dev.larder.agent.core.link.receiver.scenarios.HolderScenarios;
import dev.larder.agent.core.link.receiver.scenarios.Numbered;
import dev.larder.agent.core.link.receiver.scenarios.SuppliedScenarios;
import dev.larder.agent.fixtures.Silent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A collaborator that is exchanged inside of what holds it is seen at the next call, or the method runs uncached. */
@Silent
final class HolderExchangeTest {

    @AutoClose
    private final Scenarios scenarios = new Scenarios();

    @ParameterizedTest
    @ValueSource(
            classes = {
                ContainerScenarios.InAReference.class,
                ContainerScenarios.InAnArray.class,
                ContainerScenarios.InAnAtomicArray.class,
                ContainerScenarios.InAnOptional.class,
                ContainerScenarios.InAWeakReference.class,
                GroupScenarios.InAList.class,
                GroupScenarios.AddedToAList.class,
                GroupScenarios.InAMap.class,
                GroupScenarios.AddedToAMap.class,
                GroupScenarios.InAnUnmodifiableView.class,
                GroupScenarios.InAListOfReferences.class,
                GroupScenarios.InAMapOfLists.class,
                HolderScenarios.InAHolder.class,
                HolderScenarios.InAFieldOfAHolder.class,
                HolderScenarios.InAHolderThatAsks.class,
                HolderScenarios.InAHolderOfAHolder.class,
                HolderScenarios.InAHolderWithAReference.class,
                HolderScenarios.InAHolderWithAList.class,
            })
    void f27_collaboratorThatIsExchangedInItsHolder_isSeenAtTheNextCall(Class<? extends Numbered> scenario)
            throws Exception {
        Scenarios.Running running = scenarios.start(scenario);
        running.assertGot(1);
        running.assertGot(1);
        running.assertGot(2);
        running.assertGot(2);
        running.assertGot(1);
        assertThat(scenarios.counts().hits()
                        + scenarios.counts().bypasses()
                        + scenarios.counts().misses())
                .isEqualTo(5);
        assertThat(scenarios.counts().bypasses()).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                SuppliedScenarios.ByASupplier.class,
                SuppliedScenarios.ByACallable.class,
                SuppliedScenarios.ByASupplierOverAnArray.class,
                SuppliedScenarios.ByALambdaOverTheObject.class,
                SuppliedScenarios.MoreThanAreCompared.class,
            })
    void f27_collaboratorsThatCannotBeCompared_runUncached(Class<? extends Numbered> scenario) throws Exception {
        Scenarios.Running running = scenarios.start(scenario);
        running.assertGot(1);
        running.assertGot(2);
        running.assertGot(1);
        assertThat(scenarios.counts().hits()).isZero();
        assertThat(scenarios.counts().bypasses()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(classes = SuppliedScenarios.DataInAGroup.class)
    void f27_dataAmongCollaborators_runsUncached(Class<? extends Numbered> scenario) throws Exception {
        scenarios.assertEachGetsItsOwn(scenario);
        assertThat(scenarios.counts().hits()).isZero();
        assertThat(scenarios.counts().bypasses()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                SuppliedScenarios.BySupplierWithoutAnything.class,
                SuppliedScenarios.BySuppliersOfWhatStays.class,
                SuppliedScenarios.GroupsThatStay.class,
                SuppliedScenarios.MapThatTheMethodFills.class,
                SuppliedScenarios.RegistryOfAnother.class,
            })
    void f27_collaboratorsThatStay_areFoundAgain(Class<? extends Numbered> scenario) throws Exception {
        Scenarios.Running running = scenarios.start(scenario);
        running.assertGot(1);
        running.assertGot(1);
        running.assertGot(1);
        assertThat(scenarios.counts().hits()).isEqualTo(2);
        assertThat(scenarios.counts().bypasses()).isZero();
        assertThat(scenarios.refusals()).isEmpty();
    }
}
