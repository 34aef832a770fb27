package dev.larder.agent.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class BootstrapTest {

    private static final MethodType LINKER =
            MethodType.methodType(CallSite.class, Lookup.class, String.class, MethodType.class, Object[].class);

    private static final Object CREDENTIAL = new Object();

    private final List<Throwable> faults = new ArrayList<>();

    static final class Woven {
        @SuppressWarnings("unused") // as weaving names it
        private String read$uncached(int id) {
            return "instance " + id;
        }

        @SuppressWarnings("unused")
        private static String read$uncached(Woven woven, int id) {
            return "static " + id;
        }

        static Lookup lookup() {
            return MethodHandles.lookup();
        }
    }

    static final class Linkers {
        static CallSite constant(Lookup caller, String name, MethodType type, Object[] plan) {
            MethodHandle result = MethodHandles.constant(String.class, name + plan.length);
            return new ConstantCallSite(MethodHandles.dropArguments(result, 0, type.parameterList()));
        }

        static CallSite wrongType(Lookup caller, String name, MethodType type, Object[] plan) {
            return new ConstantCallSite(MethodHandles.constant(String.class, "wrong"));
        }

        static CallSite nothing(Lookup caller, String name, MethodType type, Object[] plan) {
            return null;
        }

        static CallSite failing(Lookup caller, String name, MethodType type, Object[] plan) {
            throw new NoClassDefFoundError("injected");
        }
    }

    @BeforeAll
    static void claim() {
        Bootstrap.claim(CREDENTIAL);
    }

    @AfterEach
    void uninstall() {
        Bootstrap.install(CREDENTIAL, null, null);
    }

    @Test
    void install_bySomebodyElse_isRefusedAndChangesNothing() throws Throwable {
        install("constant");

        Bootstrap.claim("somebody else");
        assertThatThrownBy(() -> Bootstrap.install("somebody else", null, null))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Bootstrap.install(null, null, null)).isInstanceOf(IllegalStateException.class);

        assertThat(call()).isEqualTo("read2");
    }

    @Test
    void link_withoutLinker_goesToTheBody() throws Throwable {
        assertThat(call()).isEqualTo("instance 7");
        assertThat(callStatic()).isEqualTo("static 7");
    }

    @Test
    void link_withLinker_isWhatTheLinkerMakesOfIt() throws Throwable {
        install("constant");

        assertThat(call()).isEqualTo("read2");
        assertThat(callStatic()).isEqualTo("read2");
    }

    @Test
    void h41_failingLinker_isToldAndTheCallGoesToTheBody() throws Throwable {
        for (String linker : List.of("failing", "nothing")) {
            faults.clear();
            install(linker);

            assertThat(call()).isEqualTo("instance 7");
            assertThat(faults).hasSize(1);
        }
    }

    @Test
    void h41_linkerOfTheWrongType_isNotUsed() throws Throwable {
        install("wrongType");

        assertThat(call()).isEqualTo("instance 7");
    }

    @Test
    void h41_brokenFaultListener_doesNotReachTheCaller() throws Throwable {
        Bootstrap.install(CREDENTIAL, linker("failing"), fault -> {
            throw new IllegalStateException("broken, too");
        });

        assertThat(call()).isEqualTo("instance 7");
    }

    @Test
    void share_anywhereButAmongTheJdksClasses_isRefused() {
        assertThatThrownBy(() -> Bootstrap.share(Bootstrap.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bootstrap.share(String.class)).isInstanceOf(NoSuchMethodException.class);
    }

    private String call() throws Throwable {
        MethodType type = MethodType.methodType(String.class, Woven.class, int.class);
        CallSite site = Bootstrap.link(Woven.lookup(), "read", type, "some", "plan");
        return (String) site.dynamicInvoker().invokeExact(new Woven(), 7);
    }

    private String callStatic() throws Throwable {
        MethodType type = MethodType.methodType(String.class, Woven.class, int.class);
        CallSite site = Bootstrap.linkStatic(Woven.lookup(), "read", type, "some", "plan");
        return (String) site.dynamicInvoker().invokeExact(new Woven(), 7);
    }

    private void install(String linker) throws ReflectiveOperationException {
        Bootstrap.install(CREDENTIAL, linker(linker), faults::add);
    }

    private static MethodHandle linker(String name) throws ReflectiveOperationException {
        return MethodHandles.lookup().findStatic(Linkers.class, name, LINKER);
    }
}
