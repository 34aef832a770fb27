package dev.larder.agent.core.key.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.AbstractList;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.FixedValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first caller with a collection of a class waits until its methods have been gone through: there is a limit to that. */
final class LargeCollectionTest {

    @ParameterizedTest
    @CsvSource({"400,", "600, start"})
    void nameIn_moreMethodsThanTheLimit_isAnyValue(int methods, @Nullable String name) {
        assertThat(BesideElements.nameIn(listWith(methods))).isEqualTo(name);
    }

    /** None of its methods reads the value. The loader has its class file. */
    private static Class<?> listWith(int methods) {
        DynamicType.Builder<?> type =
                new ByteBuddy().subclass(AbstractList.class).defineField("start", int.class, Visibility.PRIVATE);
        for (int i = 0; i < methods; i++) {
            type = type.defineMethod("other" + i, String.class, Visibility.PUBLIC)
                    .intercept(FixedValue.value("other"));
        }
        return type.name("dev.larder.sample.ListOf" + methods)
                .modifiers(Modifier.PUBLIC | Modifier.ABSTRACT)
                .make()
                .load(LargeCollectionTest.class.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER_PERSISTENT)
                .getLoaded();
    }
}
