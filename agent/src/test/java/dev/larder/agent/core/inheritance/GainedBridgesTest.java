package dev.larder.agent.core.inheritance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.weave.SerialVersion;
import dev.larder.agent.fixtures.Sources;
import dev.larder.agent.fixtures.Views;
import java.io.ObjectStreamClass;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A class that inherits a body gains a bridge, and loses nothing. */
final class GainedBridgesTest extends BodiesToInherit {

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

    private static long serialVersion(Class<?> type) {
        return ObjectStreamClass.lookup(type).getSerialVersionUID();
    }
}
