package dev.larder.agent.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.fixtures.InstalledLinker;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BootstrapTest {

    private static final MethodType LINKER =
            MethodType.methodType(CallSite.class, Lookup.class, String.class, MethodType.class, Object[].class);

    private static final Object CREDENTIAL = InstalledLinker.CREDENTIAL;

    private final List<Throwable> faults = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

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

        static int failures;
        static Error failure = new StackOverflowError("injected");

        /** Fails the first times, and then does what it should. */
        static CallSite failingAtFirst(Lookup caller, String name, MethodType type, Object[] plan) {
            if (failures-- > 0) {
                throw failure;
            }
            return constant(caller, name, type, plan);
        }

        static CallSite failing(Lookup caller, String name, MethodType type, Object[] plan) {
            throw new NoClassDefFoundError("injected");
        }
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

    @ParameterizedTest
    @ValueSource(classes = {StackOverflowError.class, OutOfMemoryError.class, BootstrapMethodError.class})
    void f3_faultOfTheMoment_runsTheBodyAndTheNextCallLinks(Class<? extends Error> type) throws Throwable {
        Linkers.failures = 1;
        Linkers.failure = type.getDeclaredConstructor().newInstance();
        if (type == BootstrapMethodError.class) {
            Linkers.failure.initCause(new StackOverflowError());
        }
        install("failingAtFirst");

        CallSite site = linked();

        assertThat(callAt(site)).isEqualTo("instance 7");
        assertThat(faults).containsExactly(Linkers.failure);
        assertThat(names).containsExactly(Woven.class.getName() + ".read");
        assertThat(callAt(site)).isEqualTo("read2");
        assertThat(callAt(site)).isEqualTo("read2");
        assertThat(faults).hasSize(1);
    }

    @Test
    void f3_faultOfTheMethod_isToldOnceAndNotTriedAgain() throws Throwable {
        Linkers.failures = 1;
        Linkers.failure = new NoClassDefFoundError("injected");
        install("failingAtFirst");

        CallSite site = linked();

        assertThat(site).isInstanceOf(ConstantCallSite.class);
        assertThat(callAt(site)).isEqualTo("instance 7");
        assertThat(faults).hasSize(1);
    }

    @Test
    void f3_faultOfTheMethodAtALaterCall_isToldAndSettled() throws Throwable {
        Linkers.failures = Integer.MAX_VALUE;
        Linkers.failure = new StackOverflowError("injected");
        install("failingAtFirst");
        CallSite site = linked();
        assertThat(callAt(site)).isEqualTo("instance 7");

        Linkers.failure = new NoClassDefFoundError("injected");
        for (int i = 0; i < 100; i++) {
            assertThat(callAt(site)).isEqualTo("instance 7");
        }

        assertThat(faults).hasSize(2);
    }

    @Test
    void f3_faultOfTheMomentThatGoesOn_isTriedEverLessOftenAndEndsWhenItEnds() throws Throwable {
        Linkers.failures = 1_000_000;
        Linkers.failure = new OutOfMemoryError("injected");
        install("failingAtFirst");
        CallSite site = linked();
        for (int i = 0; i < 5_000; i++) {
            assertThat(callAt(site)).isEqualTo("instance 7");
        }
        assertThat(faults).hasSizeBetween(30, 50);

        Linkers.failures = 0;
        for (int i = 0; i < 5_000; i++) {
            callAt(site);
        }

        assertThat(callAt(site)).isEqualTo("read2");
    }

    /** The caller may have caught the overflow, and evict from an empty stack next. */
    @Test
    void f3_stackThatWasFullForManyCalls_theNextCallWithRoomLinks() throws Throwable {
        Linkers.failures = Integer.MAX_VALUE;
        Linkers.failure = new BootstrapMethodError(new StackOverflowError("injected"));
        install("failingAtFirst");
        CallSite site = linked();
        for (int i = 0; i < 1_000; i++) {
            assertThat(callAt(site)).isEqualTo("instance 7");
        }

        Linkers.failures = 0;

        assertThat(callAt(site)).isEqualTo("read2");
    }

    @Test
    void f3_interruptedThread_doesNotDisableTheMethod() throws Throwable {
        Linkers.failures = 1;
        Linkers.failure = new NoClassDefFoundError("its file could not be read");
        install("failingAtFirst");
        Thread.currentThread().interrupt();

        CallSite site = linked();
        assertThat(callAt(site)).isEqualTo("instance 7");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(callAt(site)).isEqualTo("read2");
    }

    private static CallSite linked() throws ReflectiveOperationException {
        MethodType type = MethodType.methodType(String.class, Woven.class, int.class);
        return Bootstrap.link(Woven.lookup(), "read", type, "some", "plan");
    }

    private static String callAt(CallSite site) throws Throwable {
        return (String) site.dynamicInvoker().invokeExact(new Woven(), 7);
    }

    @Test
    void h41_linkerOfTheWrongType_isNotUsed() throws Throwable {
        install("wrongType");

        assertThat(call()).isEqualTo("instance 7");
    }

    @Test
    void h41_brokenFaultListener_doesNotReachTheCaller() throws Throwable {
        Bootstrap.install(CREDENTIAL, linker("failing"), (name, fault) -> {
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
        Bootstrap.install(CREDENTIAL, linker(linker), (name, fault) -> {
            names.add(name);
            faults.add(fault);
        });
    }

    private static MethodHandle linker(String name) throws ReflectiveOperationException {
        return MethodHandles.lookup().findStatic(Linkers.class, name, LINKER);
    }
}
