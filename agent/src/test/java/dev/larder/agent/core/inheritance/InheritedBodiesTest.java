package dev.larder.agent.core.inheritance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.weave.SerialVersion;
import dev.larder.agent.fixtures.Silent;
import dev.larder.agent.fixtures.Sources;
import dev.larder.agent.fixtures.Views;
import java.io.ObjectStreamClass;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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
@Silent
final class InheritedBodiesTest {

    private static final String API = """
            interface Api { @CacheEvict(key = "u:{0}") void drop(Long id); }
            """;
    private static final String BASE = """
            class Base { static int runs; public void drop(Long id) { runs++; } }
            """;
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

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        "final",
                        API + "class Base { public final void drop(Long id) {} }"
                                + "class Users extends Base implements Api {}",
                        "Cannot weave Users.drop(java.lang.Long): its body is inherited from Base, where it is final. It"
                                + " runs as it is, uncached; the entries it should evict or replace stay until their"
                                + " ttl. Write the method in Users, or annotate what it calls."),
                Arguments.of(
                        "with other annotations",
                        API + "class Base { @CacheEvict(key = \"v:{0}\") public void drop(Long id) {} }"
                                + "class Users extends Base implements Api {}",
                        "Cannot evict for Users.drop(java.lang.Long): it inherits its body with"
                                + " Base.drop(java.lang.Long), which has other annotations than the abstract method that"
                                + " it implements as well. The method runs without this eviction; the entries it should"
                                + " evict stay until their ttl. Override it there and give it all annotations that are to"
                                + " hold."),
                Arguments.of(
                        "overriding one with other annotations",
                        API + "class Base { @CacheEvict(key = \"v:{0}\") public void drop(Long id) {} }"
                                + "class Users extends Base implements Api {"
                                + " public void drop(Long id) { super.drop(id); } }",
                        "Cannot evict for Users.drop(java.lang.Long): it overrides Base.drop(java.lang.Long), which has"
                                + " other annotations than the abstract method that it implements as well. The method"
                                + " runs without this eviction; the entries it should evict stay until their ttl."
                                + " Override it there and give it all annotations that are to hold."),
                Arguments.of(
                        "overridden by a subclass without calling it",
                        API + BASE + "class Mid extends Base implements Api {}"
                                + "class Users extends Mid { public void drop(Long id) {} }",
                        "Cannot evict for Users.drop(java.lang.Long): it overrides Mid.drop(java.lang.Long), which does,"
                                + " without an annotation of its own and without calling it. The method runs without"
                                + " this eviction; the entries it should evict stay until their ttl. Annotate it as"
                                + " well, or have it call what it overrides."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void f1_whatCannotBeReached_isToldAtLoadTime(String name, String source, String message) {
        Views views = Views.of(source);

        Map<String, Views.Call> calls = views.call("Users", "drop", 7L);

        assertThat(calls).allSatisfy((view, call) -> assertThat(call.passed()).hasSizeLessThan(2));
        assertThat(views.listener.refusals()).containsExactly(message);
    }

    @Test
    void f1_superclassWithoutClassFile_isTold() {
        Views views = Views.of(API + BASE + "class Users extends Base implements Api {}");
        byte[] users = views.classes.get("Users");
        views.classes.remove("Base");

        assertThat(views.woven.transformed("Users", null, users)).isNull();

        assertThat(views.listener.refusals())
                .containsExactly("Cannot weave Users.drop(java.lang.Long): it implements Api.drop(java.lang.Long) by a"
                        + " body that is inherited, perhaps from Base, whose class file cannot be read. It runs as it"
                        + " is, uncached; the entries it should evict or replace stay until their ttl. Write the"
                        + " method in Users, or annotate what it calls.");
    }

    @Test
    void h29_classThatInheritsABody_gainsABridgeAsCompilersMakeIt() throws Exception {
        Views views = Views.of(API + "class Base { @Deprecated public java.util.List<String>"
                + " all(@Deprecated Long id, Object... more) throws java.io.IOException { return null; } }"
                + "interface Reads { @Cached(key = \"u:{0}\", ttl = 60)"
                + " java.util.List<String> all(Long id, Object... more) throws Exception; }"
                + "class Users extends Base implements Reads {}");
        Class<?> base = views.woven.load("Base");
        Class<?> users = views.woven.load("Users");

        assertThat(users.getDeclaredMethods()).allMatch(Method::isSynthetic).hasSize(2);
        Method inherited = base.getMethod("all", Long.class, Object[].class);
        Method bridge = users.getMethod("all", Long.class, Object[].class);
        assertThat(bridge.isBridge()).isTrue();
        assertThat(bridge.isVarArgs()).isTrue();
        assertThat(types(bridge.getAnnotations())).isEqualTo(types(inherited.getAnnotations()));
        assertThat(types(bridge.getParameterAnnotations()[0])).containsExactly(Deprecated.class);
        assertThat(bridge.getParameters()[0].getName()).isEqualTo("id");
        assertThat(bridge.getExceptionTypes()).isEqualTo(inherited.getExceptionTypes());
        assertThat(bridge.getGenericReturnType()).isEqualTo(inherited.getGenericReturnType());
    }

    private static List<Class<?>> types(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .<Class<?>>map(Annotation::annotationType)
                .toList();
    }

    @Test
    void h29_serializableClassThatIsWoven_keepsItsDefaultSerialVersion() throws Exception {
        String source = "class Base implements java.io.Serializable { public String find(Long id) { return null; } }"
                + "interface Api { @Cached(key = \"u:{0}\", ttl = 60) String find(Long id); }"
                + "class Users extends Base implements Api, Comparable<Users> { static int count = 1; int a; transient"
                + " long b; private static final String C = \"c\"; Users() {} Users(int a) {} "
                + " public int compareTo(Users other) { return 0; } private void hidden() {} }"
                + "class Outer { protected static class Nested extends Base implements Api {}"
                + " static class Synchronized implements java.io.Serializable {"
                + "   @CacheEvict(key = \"x\") public synchronized void drop() {} } }"
                + "class Declares extends Base implements Api { private static final long serialVersionUID = 5; }";
        Views views = Views.of(source);
        Views plain = new Views(Sources.compile(source.replaceAll("@Cache[^)]*\\)", "")));

        for (String name : List.of("Base", "Users", "Outer$Nested", "Outer$Synchronized", "Declares")) {
            Class<?> woven = views.woven.load(name);
            assertThat(serialVersion(woven)).as(name).isEqualTo(serialVersion(plain.woven.load(name)));
        }
        Field field = views.woven.load("Users").getDeclaredField(SerialVersion.FIELD);
        assertThat(field.isSynthetic()).isTrue();
        assertThat(views.woven.load("Base").getDeclaredFields()).isEmpty();
        assertThat(views.listener.woven).hasSize(4);
    }

    @Test
    void f42_inlineFunctionOfKotlin_isToldAndWovenForItsOtherCallers() {
        Views views = Views.of("class Users { @CacheEvict(key = \"u:{0}\") public void drop(Long id) {"
                + " int $i$f$drop = 0; }"
                + " @CacheEvict(key = \"u:{0}\") public void delete(Long id) { int a = 0; int $i$f$delete = 0; }"
                + " @CacheEvict(key = \"u:{0}\") public void remove(Long id) { int $i$f$drop = 0; } }");

        Map<String, Views.Call> calls = views.call("Users", "drop", 7L);

        assertThat(calls).allSatisfy((view, call) -> assertThat(call.passed()).hasSize(1));
        assertThat(views.listener.refusals())
                .containsExactly(
                        "Cannot cache, evict or put in calls from Kotlin of Users.drop(java.lang.Long): it is an"
                                + " inline function, whose body Kotlin's compiler copies into its callers. Calls from Java do"
                                + " what the annotation says; those from Kotlin run as they are, and the entries they should"
                                + " evict or replace stay until their ttl. Take 'inline' off.");
    }

    private static long serialVersion(Class<?> type) {
        return ObjectStreamClass.lookup(type).getSerialVersionUID();
    }
}
