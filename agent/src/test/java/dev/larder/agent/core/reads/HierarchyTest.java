package dev.larder.agent.core.reads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.Sources;
import dev.larder.agent.fixtures.Views;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HierarchyTest {

    private static final String PRICE = "price()I";

    private final Views views = new Views(Sources.compile(
            List.of(
                    "package shop; public class Priced { int price() { return 1; } }",
                    "package shop; public class Labelled extends Priced { String label() { return \"\" + price(); } }",
                    "package other; public class Same extends shop.Labelled { int price() { return 2; } }"),
            new ArrayList<>()));

    @Test
    void select_methodOfTheSameNameInAnotherPackage_isNotWhatTheJvmRuns() {
        Hierarchy hierarchy = new Hierarchy(views.woven.load("other.Same"));

        assertThat(hierarchy.select("shop/Labelled", PRICE)).isEqualTo("shop/Priced");
    }

    @Test
    void f27_select_classFileOfTheDeclaringClassIsMissing_isUnknown() {
        Hierarchy hierarchy = new Hierarchy(views.woven.load("other.Same"));
        views.classes.remove("shop.Priced");

        assertThat(hierarchy.select("shop/Labelled", PRICE)).isNull();
    }
}
