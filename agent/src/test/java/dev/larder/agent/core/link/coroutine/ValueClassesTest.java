package dev.larder.agent.core.link.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kotlin.Result;
import kotlin.UInt;
import org.junit.jupiter.api.Test;

final class ValueClassesTest {

    @Test
    void thoseThatWrapAnObject_areUnboxed() {
        assertThat(ValueClasses.areUnboxed(Result.class)).isTrue();
    }

    @Test
    void thoseThatWrapANumber_areNot() {
        assertThat(ValueClasses.areUnboxed(UInt.class)).isFalse();
    }

    @Test
    void otherClasses_areNot() {
        assertThat(List.of(String.class, List.class, int.class, kotlin.Pair.class))
                .noneMatch(ValueClasses::areUnboxed);
    }
}
