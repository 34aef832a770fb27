package dev.larder.agent.core.inheritance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.fixtures.Sources;
import dev.larder.agent.fixtures.Views;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A class that implements an annotated method by a body it inherits does what the annotation says, once a call. */
final class InheritedBodiesTest extends BodiesToInherit {
    private static final String GENERIC_BASE = """
            class Base<T> { public Object drop(T id) { return "dropped " + id; } }
            """;

    static Stream<Arguments> reached() {
        return Stream.of(
                shape("the superclass's", API + BASE + "class Users extends Base implements Api {}"),
                shape(
                        "far above, abstract classes between",
                        API + BASE + "abstract class A extends Base {} class B extends A {}"
                                + "abstract class C extends B implements Runnable {}"
                                + "class Users extends C implements Api { public void run() {} }"),
                shape(
                        "joined by an abstract class",
                        API + BASE + "abstract class Mid extends Base implements Api {} class Users extends Mid {}"),
                shape(
                        "joined by an interface of the interface",
                        API + BASE + "interface More extends Api {} class Users extends Base implements More {}"),
                shape(
                        "of a class of its package alone",
                        API + BASE + "public class Users extends Base implements Api {}"),
                shape(
                        "generic, behind a bridge",
                        "interface Api { @CacheEvict(key = \"u:{0}\") Object drop(Long id); }" + GENERIC_BASE
                                + "class Users extends Base<Long> implements Api {}"),
                shape(
                        "generic, with a narrower result",
                        "interface Api { @Cached(key = \"u:{0}\", ttl = 60) Long drop(Long id); }"
                                + "class Base<T> { public T drop(T id) { return id; } }"
                                + "class Users extends Base<Long> implements Api {}"),
                shape(
                        "behind another interface's bridge",
                        "interface Plain { Object drop(Long id); }"
                                + "interface Api { @CacheEvict(key = \"u:{0}\") Object drop(Long id); }" + GENERIC_BASE
                                + "class Mid extends Base<Long> implements Plain {}"
                                + "class Users extends Mid implements Api {}"),
                shape(
                        "of a generic interface",
                        "interface Api<K> { @CacheEvict(key = \"u:{0}\") void drop(K id); }" + BASE
                                + "class Users extends Base implements Api<Long> {}"),
                shape(
                        "of a generic interface, bridged above already",
                        "interface Plain<K> { void drop(K id); }"
                                + "interface Api<K> { @CacheEvict(key = \"u:{0}\") void drop(K id); }"
                                + "class Base implements Plain<Long> { public void drop(Long id) {} }"
                                + "class Users extends Base implements Api<Long> {}"),
                shape(
                        "with a narrower result",
                        "interface Api { @Cached(key = \"u:{0}\", ttl = 60) Object drop(Long id); }"
                                + "class Base { public String drop(Long id) { return \"dropped \" + id; } }"
                                + "class Users extends Base implements Api {}"),
                shape(
                        "generic, of a base that leaves the interface to its subclasses",
                        "interface Api { @CacheEvict(key = \"u:{0}\") Object drop(Long id); }"
                                + "abstract class Base<T> implements Api { public Object drop(T id) { return id; } }"
                                + "class Mid extends Base<Long> {} class Users extends Mid implements Api {}"),
                shape(
                        "of an interface with a bridge of its own",
                        "interface Top<K> { @CacheEvict(key = \"u:{0}\") Object drop(K id); }"
                                + "interface Api extends Top<Long> { Object drop(Long id); }" + GENERIC_BASE
                                + "class Users extends Base<Long> implements Api {}"),
                shape(
                        "of the JDK",
                        "interface Api { @CachePut(key = \"u:{0}\", ttl = 60) boolean drop(Object id); }"
                                + "class Users extends Jdk implements Api {}"
                                + "class Jdk extends java.util.ArrayList<Object> {"
                                + "  public boolean drop(Object id) { return remove(id); } }"),
                shape(
                        "overridden where the interface comes in",
                        API + BASE + "class Users extends Base implements Api {"
                                + " public void drop(Long id) { super.drop(id); } }"),
                shape(
                        "in a subclass of the class that inherits it",
                        API + BASE + "class Mid extends Base implements Api {} class Users extends Mid {}"),
                shape(
                        "in a subclass that calls it",
                        API + BASE + "class Mid extends Base implements Api {}"
                                + "class Users extends Mid { public void drop(Long id) { super.drop(id); } }"),
                shape(
                        "generic, in a subclass that calls it",
                        "interface Api { @CacheEvict(key = \"u:{0}\") Object drop(Long id); }" + GENERIC_BASE
                                + "class Mid extends Base<Long> implements Api {}"
                                + "class Users extends Mid { public Object drop(Long id) { return super.drop(id); } }"),
                shape(
                        "in a subclass that implements it again",
                        API + BASE
                                + "class Mid extends Base implements Api {} class Users extends Mid implements Api {}"),
                shape(
                        "synchronized, with variable arguments and exceptions",
                        "interface Api { @CacheEvict(key = \"all\") int drop(Object... ids) throws Exception; }"
                                + "class Base { public synchronized int drop(Object... ids) throws Exception {"
                                + " return ids.length; } }"
                                + "class Users extends Base implements Api {}",
                        new Object[] {1, 2}));
    }

    private static Arguments shape(String name, String source) {
        return shape(name, source, 7L);
    }

    private static Arguments shape(String name, String source, Object argument) {
        return Arguments.of(name, source, argument);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reached")
    void f1_inheritedBody_passesOneCallSiteThroughEveryView(String name, String source, Object argument) {
        Views views = Views.of(source);

        Map<String, Views.Call> calls = views.call("Users", "drop", argument);

        assertThat(calls.size()).isGreaterThan(1);
        assertThat(calls)
                .allSatisfy((view, call) -> assertThat(call.passed()).as(view).hasSize(1));
        assertThat(views.listener.refusals()).isEmpty();
    }

    @Test
    void f1_bodyOfTheJdk_isReached() {
        Views views = Views.of("interface Api { @CacheEvict(key = \"n:{0}\") boolean add(Object id); }"
                + "class Users extends java.util.ArrayList<Object> implements Api {}");

        Map<String, Views.Call> calls = views.call("Users", "add", 7L);

        assertThat(calls.keySet()).anyMatch(view -> view.startsWith("java.util.ArrayList.add"));
        assertThat(calls)
                .allSatisfy((view, call) -> assertThat(call.passed()).as(view).hasSize(1));
    }

    /** No compiler accepts both at once; an interface can get the method later. */
    @Test
    void f1_defaultMethodOfAnotherInterface_isReached() {
        String users = "class Users implements Defaults, Api {}";
        Map<String, byte[]> classes =
                new HashMap<>(Sources.compile("import dev.larder.*; " + API + "interface Defaults {} abstract " + users
                        + "class Uses extends Users {" + " public void drop(Long id) {} }"));
        classes.putAll(Sources.compile("interface Defaults { default void drop(Long id) {} }"));
        Views views = new Views(classes);
        views.classes.put("Users", concrete(classes.get("Users")));

        Map<String, Views.Call> calls = views.call("Users", "drop", 7L);

        assertThat(calls).hasSize(2);
        assertThat(calls)
                .allSatisfy((view, call) -> assertThat(call.passed()).as(view).hasSize(1));
        assertThat(views.listener.refusals()).isEmpty();
    }

    private static byte[] concrete(byte[] file) {
        ClassReader reader = new ClassReader(file);
        ClassWriter writer = new ClassWriter(0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public void visit(
                            int version, int access, String name, String signature, String parent, String[] more) {
                        int concrete = access & ~Opcodes.ACC_ABSTRACT;
                        super.visit(version, concrete, name, signature, parent, more);
                    }
                },
                0);
        return writer.toByteArray();
    }

    @Test
    void f1_otherSubclasses_areLeftAlone() {
        Views views = Views.of(API + BASE + "class Users extends Base implements Api {} class Others extends Base {}");

        views.call("Users", "drop", 7L);

        assertThat(views.call("Others", "drop", 7L))
                .allSatisfy((view, call) -> assertThat(call.passed()).isEmpty());
    }

    @Test
    void f1_inheritedBody_isPlannedWithTheNamesOfTheInterface() {
        Views views = Views.of("interface Api { @Cached(key = \"u:{id}\", ttl = 60) String find(Long id); }"
                + "class Base { public String find(Long number) { return \"\" + number; } }"
                + "class Users extends Base implements Api {}");

        views.call("Users", "find", 7L);

        MethodPlan plan = views.listener.plan();
        assertThat(plan.signature()).isEqualTo("Users.find(java.lang.Long)");
        assertThat(plan.parameterNames()).containsExactly("id");
        assertThat(plan.cached()).isNotNull();
    }
}
