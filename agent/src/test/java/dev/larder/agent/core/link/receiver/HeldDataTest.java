package dev.larder.agent.core.link.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.link.receiver.scenarios.DataScenarios;
import dev.larder.agent.core.link.receiver.scenarios.GeneratedBeanScenarios;
import dev.larder.agent.core.link.receiver.scenarios.HiddenDataScenarios;
import dev.larder.agent.core.link.receiver.scenarios.RefusedDataScenarios;
import dev.larder.agent.core.link.receiver.scenarios.ServiceScenarios;
import dev.larder.agent.core.link.receiver.scenarios.TypedDataScenarios;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.Silent;
import dev.larder.agent.fixtures.WovenApplication;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects of several processes share an entry only if the method would return the same on each: what an object holds is part of
 * the key, or the method runs uncached.
 */
@Silent
final class HeldDataTest {

    private static final String ORDER = """
            package shop;

            import jakarta.persistence.Id;
            import jakarta.persistence.ManyToOne;

            public class Order {
                static class Address {
                    String city;
                }

                static class Customer {
                    String name;
                }

                @Id long id = 7;
                Address address = new Address();
                @ManyToOne Customer customer = new Customer();

                @dev.larder.Cached(ttl = 60)
                String label() {
                    return address.city + " " + customer.name;
                }

                public static String call(String city, String name) {
                    Order order = new Order();
                    order.address.city = city;
                    order.customer.name = name;
                    return order.label();
                }
            }
            """;

    @AutoClose
    private final Scenarios scenarios = new Scenarios();

    @ParameterizedTest
    @ValueSource(
            classes = {
                DataScenarios.Getter.class,
                DataScenarios.FieldOfData.class,
                DataScenarios.MethodOfData.class,
                DataScenarios.DataOfData.class,
                DataScenarios.DataHandedOn.class,
                TypedDataScenarios.DataBehindABoundVariable.class,
                TypedDataScenarios.GenericData.class,
                TypedDataScenarios.GenericRecord.class,
                DataScenarios.DataThatChanges.class,
                DataScenarios.NoData.class,
                DataScenarios.RecordInAField.class,
                DataScenarios.PlainGroups.class,
                TypedDataScenarios.ValuesOfThePlatform.class,
                TypedDataScenarios.ValuesOfThePlatformInGroups.class,
                TypedDataScenarios.GetterOfACollaborator.class,
                DataScenarios.EnclosingObject.class,
                GeneratedBeanScenarios.ConfigurationThatIsASubclass.class,
            })
    void f27_dataThatIsRead_isPartOfTheKey(Class<?> scenario) throws Exception {
        scenarios.assertEachGetsItsOwn(scenario);
        assertThat(scenarios.counts().hits()).isPositive();
        assertThat(scenarios.counts().bypasses()).isZero();
        assertThat(scenarios.refusals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ListOfItems, items",
        "MapOfItems, items",
        "ArrayOfItems, items",
        "ListOfData, settings.items",
        "MapHandedOut, catalogue.items",
        "GenericDataOfAnything, range.from",
        "DataDeepInside, d.inner.inner.inner",
    })
    void f27_dataThatNoKeyCanHave_isRefusedWhenTheMethodIsLinked(String name, String field) throws Exception {
        scenarios.assertEachGetsItsOwn(scenario(name));
        assertThat(scenarios.refusals())
                .singleElement()
                .asString()
                .contains("Cannot cache", "'" + field + "' of its object, which holds data", "Write a key");
        assertThat(scenarios.counts().hits()).isZero();
    }

    @Test
    void f27_whatHandsOutAValue_isRefusedWhenTheMethodIsLinked() throws Exception {
        scenarios.assertEachGetsItsOwn(RefusedDataScenarios.Holders.class);
        for (String field : new String[] {"optional", "reference", "atomic", "supplier", "text"}) {
            assertThat(scenarios.refusals()).anyMatch(line -> line.contains("'" + field + "' of its object"));
        }
        assertThat(scenarios.refusals()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                HiddenDataScenarios.DataBehindAnInterface.class,
                HiddenDataScenarios.DataBehindAVariable.class,
                HiddenDataScenarios.SubclassOfData.class,
                HiddenDataScenarios.SubclassOfWhatHasNoData.class,
                GeneratedBeanScenarios.DataBehindAGeneratedClass.class,
            })
    void f27_dataThatOnlyTheValueShows_runsUncached(Class<?> scenario) throws Exception {
        scenarios.assertEachGetsItsOwn(scenario);
        assertThat(scenarios.counts().hits()).isZero();
        assertThat(scenarios.counts().bypasses()).isEqualTo(2);
    }

    @Test
    void f27_dataThatItsOwnMethodsChange_isDoubtedAsAFieldThatTheMethodChanges() throws Exception {
        scenarios.assertEachGetsItsOwn(HiddenDataScenarios.ChangedWhereItIs.class);
        assertThat(scenarios.refusals())
                .singleElement()
                .asString()
                .contains("'hits.n' of its object, which the method reads and changes");
    }

    @Test
    void f27_collectionThatIsTheObject_isRefused() throws Exception {
        scenarios.assertEachGetsItsOwn(RefusedDataScenarios.ExtendsList.class);
        assertThat(scenarios.refusals()).singleElement().asString().contains("Cannot cache", "nobody can look at");
    }

    @Test
    void f27_constantWithAMutableField_hasItInItsKeyAndSaysItOfAWrittenKey() throws Exception {
        scenarios.assertEachGetsItsOwn(HiddenDataScenarios.MutableConstant.class);
        assertThat(scenarios.counts().hits()).isPositive();
        assertThat(scenarios.refusals())
                .singleElement()
                .asString()
                .startsWith("Perhaps a mistake ")
                .contains("'number' of its constant");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ServiceScenarios.Collaborators.class,
                GeneratedBeanScenarios.BeanBehindAGeneratedClass.class,
                ServiceScenarios.ServiceWithRowsOfItsOwn.class,
                ServiceScenarios.MapOfALibrary.class,
            })
    void f27_collaborators_areNoPartOfTheKeyAndRefuseNothing(Class<?> scenario) throws Exception {
        scenarios.start(scenario).assertGot(1);
        scenarios.next();
        scenarios.start(scenario).assertGot(1);
        assertThat(scenarios.counts().hits()).isPositive();
        assertThat(scenarios.counts().bypasses()).isZero();
        assertThat(scenarios.refusals()).isEmpty();
    }

    @Test
    void f27_twoBeansBehindGeneratedClasses_areComparedByReference() throws Exception {
        Scenarios.Running running = scenarios.start(GeneratedBeanScenarios.TwoBeansBehindGeneratedClasses.class);
        running.assertGot(1);
        running.assertGot(2);
        running.assertGot(1);
        assertThat(scenarios.counts().hits()).isEqualTo(1);
        assertThat(scenarios.counts().bypasses()).isEqualTo(1);
    }

    @Test
    void f27_embeddedValueOfAnEntity_isPartOfTheKeyAndAnotherEntityIsNot(@TempDir Path directory) throws Exception {
        Jdk here = Jdks.all().stream()
                .filter(jdk -> jdk.version() == Runtime.version().feature())
                .findFirst()
                .orElseThrow();
        Path classes = Javac.compile(
                here,
                17,
                directory,
                Map.of(
                        "jakarta.persistence.Id", annotation("Id"),
                        "jakarta.persistence.ManyToOne", annotation("ManyToOne"),
                        "shop.Order", ORDER));
        scenarios.close();
        try (WovenApplication process = WovenApplication.ofMany(classes, "shop.Order")) {
            Method call = process.loadClass("shop.Order").getMethod("call", String.class, String.class);
            assertThat(call.invoke(null, "Ulm", "Jo")).isEqualTo("Ulm Jo");
            assertThat(call.invoke(null, "Bonn", "Jo")).isEqualTo("Bonn Jo");
            assertThat(call.invoke(null, "Ulm", "Al"))
                    .as("what another entity has")
                    .isEqualTo("Ulm Jo");
            assertThat(process.counts().hits()).isEqualTo(1);
            assertThat(process.faults()).isEmpty();
            assertThat(process.refusals()).isEmpty();
        }
    }

    private static String annotation(String name) {
        return "package jakarta.persistence; @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)"
                + " public @interface " + name + " {}";
    }

    private static Class<?> scenario(String name) throws ClassNotFoundException {
        return Class.forName(RefusedDataScenarios.class.getName() + "$" + name);
    }
}
