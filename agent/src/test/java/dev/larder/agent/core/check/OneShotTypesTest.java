package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.classfile.ClassFiles;
import dev.larder.agent.core.classfile.VisibleTypes;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OneShotTypesTest {

    private final VisibleTypes types = new VisibleTypes(new ClassFiles(), OneShotTypesTest.class.getClassLoader());

    /** Those of libraries without their class files, as where they are loaded by somebody else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "java/util/stream/Stream",
                "java/io/InputStream",
                "java/util/concurrent/CompletableFuture",
                "reactor/core/publisher/Mono",
                "io/vertx/core/Future",
                "kotlinx/coroutines/Job",
                "org/springframework/web/context/request/async/DeferredResult",
                "org/springframework/web/context/request/async/WebAsyncTask"
            })
    void contain_whatCanBeUsedOnce_orIsNotDoneYet(String type) {
        assertThat(OneShotTypes.contain(types, Type.getObjectType(type))).isTrue();
        assertThat(OneShotTypes.contain(types, Type.getType("[L" + type + ";"))).isTrue();
    }

    @Test
    void contain_ordinaryResults_areNot() {
        assertThat(OneShotTypes.contain(types, Type.getObjectType("java/util/ArrayList")))
                .isFalse();
        assertThat(OneShotTypes.contain(types, Type.INT_TYPE)).isFalse();
    }
}
