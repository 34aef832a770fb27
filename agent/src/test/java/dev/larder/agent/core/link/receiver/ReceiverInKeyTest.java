package dev.larder.agent.core.link.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.link.receiver.scenarios.CodeScenarios;
import dev.larder.agent.core.link.receiver.scenarios.CollaboratorScenarios;
import dev.larder.agent.core.link.receiver.scenarios.Compared;
import dev.larder.agent.core.link.receiver.scenarios.HandedOnScenarios;
import dev.larder.agent.core.link.receiver.scenarios.ImplementationScenarios;
import dev.larder.agent.core.link.receiver.scenarios.InheritanceScenarios;
import dev.larder.agent.core.link.receiver.scenarios.KeyScenarios;
import dev.larder.agent.core.link.receiver.scenarios.OwnFieldScenarios;
import dev.larder.agent.fixtures.Silent;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two objects share an entry only if the method would return the same on both.
 *
 * <p>Each scenario is run in a woven twin of its class, whose methods go through the cache in memory.
 */
@Silent
final class ReceiverInKeyTest {

    @AutoClose
    private final Scenarios scenarios = new Scenarios();

    @ParameterizedTest
    @ValueSource(
            classes = {
                OwnFieldScenarios.Records.class,
                KeyScenarios.Constants.class,
                KeyScenarios.ConstantsWithBodies.class,
                OwnFieldScenarios.PrivateFields.class,
                OwnFieldScenarios.FieldsOfEachKind.class,
                OwnFieldScenarios.InheritedFields.class,
                CodeScenarios.ThroughOwnMethods.class,
                CodeScenarios.ThroughOverrides.class,
                CodeScenarios.ThroughLambdas.class,
                CodeScenarios.ThroughInnerClasses.class,
                CodeScenarios.ThroughStaticHelpers.class,
                HandedOnScenarios.HandedOn.class,
                CodeScenarios.ThroughText.class,
                ImplementationScenarios.DefaultMethods.class,
                HandedOnScenarios.CapturedVariables.class,
                HandedOnScenarios.NotOnlyTheFirstBranch.class,
                HandedOnScenarios.LocalCopyOfTheObject.class,
                HandedOnScenarios.HandedToOverriddenCode.class,
                OwnFieldScenarios.Locales.class,
            })
    void f27_twoObjects_eachGetItsOwnResultAndFindItAgain(Class<?> scenario) throws Exception {
        scenarios.assertCallsGetTheirOwn(scenario);
        long misses = scenarios.counts().misses();
        assertThat(scenarios.counts().bypasses()).isZero();

        scenarios.assertCallsGetTheirOwn(scenario); // of equal state
        assertThat(scenarios.counts().misses()).isEqualTo(misses);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                CollaboratorScenarios.OtherCollaborators.class,
                CollaboratorScenarios.MapThatFillsUp.class,
                CollaboratorScenarios.CollaboratorThatIsSet.class,
                CollaboratorScenarios.GroupOfCollaborators.class,
                CollaboratorScenarios.OtherMutableState.class,
                KeyScenarios.ExtendsCollection.class,
                HandedOnScenarios.Lambdas.class,
                HandedOnScenarios.HandedOnWithOthers.class
            })
    void f27_objectsThatNoKeyTellsApart_runUncached(Class<?> scenario) throws Exception {
        scenarios.assertCallsGetTheirOwn(scenario);
        assertThat(scenarios.counts().bypasses() + scenarios.refusals().size()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                CollaboratorScenarios.SharedCollaborators.class,
                CollaboratorScenarios.CollaboratorsOfOneSource.class
            })
    void f27_servicesThatShareTheirCollaborators_shareEntries(Class<?> scenario) throws Exception {
        scenarios.assertCallsGetTheirOwn(scenario);
        assertThat(scenarios.counts().misses()).isEqualTo(1);
        assertThat(scenarios.counts().hits()).isEqualTo(1);
        assertThat(scenarios.counts().bypasses()).isZero();
    }

    @Test
    void f27_servicesWithStatelessCollaborators_shareEntries() throws Exception {
        scenarios.assertCallsGetTheirOwn(CollaboratorScenarios.StatelessCollaborators.class);
        assertThat(scenarios.counts().misses()).isEqualTo(2);
        assertThat(scenarios.counts().hits()).isEqualTo(1);
        assertThat(scenarios.counts().bypasses()).isEqualTo(1);
    }

    @Test
    void f27_collectionThatCannotBeAskedForItsSize_failsNoCallWithAWrittenKey() throws Exception {
        scenarios.assertCallsGetTheirOwn(OwnFieldScenarios.SizeThatThrows.class);
        assertThat(scenarios.counts().hits()).isEqualTo(1);
    }

    @Test
    void f27_counterThatDecidesNothing_isNoPartOfTheKey() throws Exception {
        scenarios.assertCallsGetTheirOwn(KeyScenarios.CountsItsRuns.class);
        assertThat(scenarios.refusals()).isEmpty();
    }

    @Test
    void f27_fieldThatTheMethodReadsAndChanges_isSaid() throws Exception {
        scenarios.assertCallsGetTheirOwn(KeyScenarios.ReturnsItsRuns.class);
        assertThat(scenarios.refusals())
                .singleElement()
                .asString()
                .contains("ReturnsItsRuns$Counter.next()", "'runs'", "Write a key");
    }

    @Test
    void f27_writtenKeyThatLeavesOutAField_isSaidOnceWhenASecondObjectComes() throws Exception {
        scenarios.run(KeyScenarios.WrittenKeys.class);
        assertThat(scenarios.refusals()).hasSize(2);
        assertThat(scenarios.refusals().get(0))
                .contains("WrittenKeys$Client.get(java.lang.String)", "'host'", "Write {this.host} into its key");
        assertThat(scenarios.refusals().get(1)).contains("WrittenKeys$Unit.convert(int)", "{this.name}");
    }

    @Test
    void f2_genericBase_keepsItsSubclassesApart() throws Exception {
        scenarios.assertCallsGetTheirOwn(InheritanceScenarios.GenericBase.class);
        assertThat(scenarios.counts().bypasses()).isZero();
        assertThat(scenarios.refusals()).isEmpty();
    }

    @Test
    void f2_genericBaseWithAWrittenKey_neverGivesAnotherTypeAndIsSaid() throws Exception {
        scenarios.assertCallsGetTheirOwn(InheritanceScenarios.GenericBaseWithKey.class);
        assertThat(scenarios.refusals())
                .singleElement()
                .asString()
                .contains("GenericBaseWithKey$Dao.find(long)", "'row:{id}'", "several classes", "Leave the key out");
    }

    @Test
    void f27_methodThatOnlyItsPackageCanOverride_readsWhatTheJvmRuns() throws Exception {
        scenarios.assertCallsGetTheirOwn(InheritanceScenarios.MethodOfAnotherPackage.class);
        assertThat(scenarios.refusals()).isEmpty();
    }

    @Test
    void f2_oneWrittenKeyOfTwoImplementations_isSaidOnceWithBothClasses() throws Exception {
        scenarios.assertCallsGetTheirOwn(ImplementationScenarios.OneKeyOfTwoImplementations.class);
        assertThat(scenarios.refusals())
                .singleElement()
                .asString()
                .contains("OneKeyOfTwoImplementations$Fed.rate(java.lang.String)", "'rate:{currency}'")
                .contains("OneKeyOfTwoImplementations$Ecb.rate", "{this.name}", "leave the key out");
    }

    @Test
    void f2_inheritedMethodThatCallsOverrides_keepsSubclassesApart() throws Exception {
        scenarios.assertCallsGetTheirOwn(ImplementationScenarios.TemplateMethod.class);
    }

    @Test
    void h39_generatedSubclasses_shareTheEntriesOfTheClassTheyStandFor() throws Exception {
        scenarios.assertCallsGetTheirOwn(ImplementationScenarios.Generated.class);
        assertThat(scenarios.counts().misses()).isEqualTo(1);
        assertThat(scenarios.counts().hits()).isEqualTo(1);
    }

    @Test
    void h39_jdkProxies_ofOneInterfaceShareAClassInTheKey() {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Compared.class}, (self, method, args) -> null);
        assertThat(ReceiverClasses.nameOf(proxy.getClass())).isEqualTo(Compared.class.getName());
    }
}
