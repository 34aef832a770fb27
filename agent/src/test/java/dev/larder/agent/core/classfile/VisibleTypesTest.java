package dev.larder.agent.core.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;

final class VisibleTypesTest {

    private final ClassFiles files = new ClassFiles();
    private final VisibleTypes types = new VisibleTypes(files, VisibleTypesTest.class.getClassLoader());

    static class Names extends ArrayList<String> implements Runnable {
        private static final long serialVersionUID = 1L;

        @Override
        public void run() {}
    }

    @Test
    void outline_askedForAgain_isParsedOnce() {
        TypeOutline first = types.outline(Type.getInternalName(Names.class));

        assertThat(first.interfaces()).containsExactly("java/lang/Runnable");
        assertThat(types.outline(first.name())).isSameAs(first);
        assertThat(files.parsedCount()).isEqualTo(1);
    }

    @Test
    void outline_classFileThatIsMissing_isNull() {
        assertThat(types.outline("com/acme/Missing")).isNull();
        assertThat(files.parsedCount()).isZero();
    }

    @Test
    void isAny_typeWithSupertypes_isToldWithoutParsing() {
        String names = Type.getInternalName(Names.class);

        assertThat(types.isAny(names, Set.of(names))).isTrue();
        assertThat(types.isAny(names, Set.of("java/lang/Runnable"))).isTrue();
        assertThat(types.isAny(names, Set.of("java/util/Collection"))).isTrue();
        assertThat(types.isAny(names, Set.of("java/util/Set", "java/util/concurrent/Callable")))
                .isFalse();
        assertThat(files.parsedCount()).isZero();
    }

    @Test
    void supertypes_ofDirectOnes_areTheNearestFirstWithThoseThatAreMissing() {
        assertThat(types.supertypes(List.of("java/util/AbstractList", "com/acme/Missing")))
                .startsWith(
                        "java/util/AbstractList", "com/acme/Missing", "java/util/AbstractCollection", "java/util/List")
                .endsWith("java/lang/Iterable")
                .doesNotHaveDuplicates();
    }
}
