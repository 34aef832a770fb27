package dev.larder.agent.core.link.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.agent.core.key.KeyParameters;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KeyHandlesTest {

    private static final AtomicBoolean INITIALIZED = new AtomicBoolean();

    record City(String name, int zip) {}

    private record Hidden(String code) {}

    record Page<T>(T content, int number) {}

    interface Named {
        String getName();
    }

    static class Base {
        private final String realm = "base";

        String packagePrivate() {
            return "seen";
        }

        public int size() {
            return 3;
        }
    }

    static final class User extends Base implements Named {
        public long id = 7;
        public String shadow = "field";
        private final @Nullable City city;

        @SuppressWarnings("unused")
        private final String secret = "secret";

        User(@Nullable City city) {
            this.city = city;
        }

        @Override
        public String getName() {
            return "jo";
        }

        public @Nullable City getCity() {
            return city;
        }

        public boolean isActive() {
            return true;
        }

        public String isOdd() {
            return "no boolean";
        }

        public String getShadow() {
            return "getter";
        }

        public String getBroken() {
            throw new IllegalStateException("secret");
        }
    }

    static final class Untouched {
        static {
            INITIALIZED.set(true);
        }

        public String getName() {
            return "";
        }
    }

    /** The woven class: one method per shape of call site. */
    @SuppressWarnings({"unused", "rawtypes"})
    static final class Service extends Base {

        private final String tenant = "t1";
        private final Hidden hidden = new Hidden("h");

        private int shard() {
            return 4;
        }

        Object one(String text) {
            return text;
        }

        static Object primitives(boolean a, char b, byte c, short d, int e, long f, float g, double h) {
            return a;
        }

        static Object two(String a, String b) {
            return a;
        }

        static Object object(Object value) {
            return value;
        }

        static Object boxed(Long value) {
            return value;
        }

        static Object user(User user) {
            return user;
        }

        static Object named(Named named) {
            return named;
        }

        static Object page(Page<City> page) {
            return page;
        }

        static Object ids(List<Long> ids) {
            return ids;
        }

        static Object raw(List ids) {
            return ids;
        }

        static Object varargs(String... values) {
            return values;
        }

        static Object hidden(Hidden hidden) {
            return hidden;
        }

        static Object untouched(Untouched untouched) {
            return untouched;
        }

        static Object none() {
            return "";
        }

        static Object overloaded(int value) {
            return value;
        }

        static Object overloaded(long value) {
            return value;
        }

        // spotless:off
        static Object many(
                long a0,
                long a1,
                long a2,
                long a3,
                long a4,
                long a5,
                long a6,
                long a7,
                long a8,
                long a9,
                double b0,
                double b1,
                double b2,
                double b3,
                double b4,
                double b5,
                double b6,
                double b7,
                double b8,
                String c0,
                String c1,
                String c2,
                String c3,
                String c4,
                String c5,
                String c6,
                String c7,
                String c8) {
            return a0;
        }
        // spotless:on
    }

    @Test
    void compile_primitives_rendersThemInPlace() throws Throwable {
        MethodHandle key = compile("k:{a}:{b}:{c}:{d}:{e}:{f}:{g}:{h}", "primitives");

        assertThat((String) key.invokeExact(true, ':', (byte) -1, (short) 2, 3, Long.MIN_VALUE, 0.5f, -0.0))
                .isEqualTo("k:true:%3A:-1:2:3:-9223372036854775808:0.5:-0.0");
    }

    @Test
    void compile_anyTemplate_hasTheCallSitesParametersAndReturnsString() throws Throwable {
        MethodHandle key = compile("{text}", "one");

        assertThat(key.type()).isEqualTo(MethodType.methodType(String.class, Service.class, String.class));
        assertThat((String) key.invokeExact(new Service(), "a")).isEqualTo("a");
    }

    @Test
    void compile_templateWithoutPlaceholders_isConstant() throws Throwable {
        assertThat(key("all", "one", new Service(), "a")).isEqualTo("all");
        assertThat(key("all", "none")).isEqualTo("all");
    }

    @Test
    void compile_argumentsTwiceAndOutOfOrder_areFound() throws Throwable {
        assertThat(key("{b}:{0}:{b}", "two", "x", "y")).isEqualTo("y:x:y");
    }

    @Test
    void compile_noTemplate_isSignatureAndArguments() throws Throwable {
        assertThat(key("", "two", "x", null)).isEqualTo("Service.two(String,String):x:~");
        assertThat(key("", "none")).isEqualTo("Service.none()");
        assertThat(key("", "one", new Service(), "x")).isEqualTo("Service.one(String):x");
    }

    @Test
    void compile_path_followsComponentsGettersFieldsAndMethods() throws Throwable {
        User user = new User(new City("Aix", 13100));

        assertThat(key("{user.city.name}:{user.city.zip}", "user", user)).isEqualTo("Aix:13100");
        assertThat(key("{user.name}:{user.active}:{user.id}", "user", user)).isEqualTo("jo:true:7");
        assertThat(key("{user.size}:{user.packagePrivate}", "user", user)).isEqualTo("3:seen");
        assertThat(key("{user.shadow}:{user.isOdd}", "user", user)).isEqualTo("getter:no%20boolean");
        assertThat(key("{named.name}", "named", user)).isEqualTo("jo");
        assertThat(key("{ids.size}", "ids", List.of(1L))).isEqualTo("1");
    }

    @Test
    void compile_pathOverGenericType_knowsItsArgument() throws Throwable {
        assertThat(key("{page.content.name}:{page.number}", "page", new Page<>(new City("Aix", 1), 2)))
                .isEqualTo("Aix:2");
    }

    @Test
    void compile_pathThatMeetsNull_isNull() throws Throwable {
        assertThat(key("{user.city.zip}", "user", new User(null))).isEqualTo("~");
        assertThat(key("{user.city.zip}", "user", new Object[] {null})).isEqualTo("~");
    }

    @Test
    void compile_receiver_mayUsePrivateMembers() throws Throwable {
        Service service = new Service();

        assertThat(key("{this.tenant}:{this.shard}:{text}", "one", service, "x"))
                .isEqualTo("t1:4:x");
        assertThat(key("{this.realm}:{this.packagePrivate}", "one", service, "x"))
                .isEqualTo("base:seen");
        assertThat(key("{this.hidden.code}:{this.hidden}", "one", service, "x")).isEqualTo("h:(h)");
    }

    @Test
    void compile_privateRecord_isReadThroughTheWovenClass() throws Throwable {
        assertThat(key("{hidden.code}:{hidden}", "hidden", new Hidden("c"))).isEqualTo("c:(c)");
    }

    @Test
    void compile_unknownProperty_namesTypeAndNearest() {
        KeyTemplateException problem = problem("{user.city.nmae}", "user");

        assertThat(problem)
                .hasMessage("its template names '{user.city.nmae}', but " + City.class.getName()
                        + " has no property 'nmae', only such as 'name', 'zip'");
        assertThat(problem.remedy()).isEqualTo("Write 'name' or another property of this type.");
    }

    @Test
    void compile_whatIsNoProperty_isRefused() {
        assertThat(problem("{user.secret}", "user")).hasMessageContaining("has no property 'secret'");
        assertThat(problem("{user.hashCode}", "user")).hasMessageContaining("has no property 'hashCode'");
        assertThat(problem("{user.class}", "user")).hasMessageContaining("has no property 'class'");
        assertThat(problem("{user.id.x}", "user")).hasMessageContaining("long has no property 'x'");
        assertThat(problem("{value.x}", "object")).hasMessageContaining("java.lang.Object has no property 'x'");
    }

    /** The platform's strings have a hidden method of that name. */
    @Test
    void compile_memberOfClosedModule_isRefused() {
        KeyTemplateException problem = problem("{text.coder}", "one");

        assertThat(problem)
                .hasMessage("its template names '{text.coder}', but java.lang.String.coder is closed to "
                        + Service.class.getName());
        assertThat(problem.remedy()).isEqualTo("Make it public, or open its package.");
    }

    @Test
    void compile_getterThatThrows_isUnsupportedWithoutTheValue() throws Throwable {
        MethodHandle key = compile("{user.broken}", "user");

        assertThatThrownBy(() -> key.invoke(new User(null)))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessage("reading {user.broken} for the key threw java.lang.IllegalStateException");
    }

    @Test
    void compile_typesOfPath_areNotInitialized() throws Throwable {
        compile("{untouched.name}", "untouched");

        assertThat(INITIALIZED).isFalse();
    }

    @Test
    void compile_moreSlotsThanAConcatenationTakes_rendersThemAll() throws Throwable {
        Object[] arguments = new Object[28];
        Arrays.fill(arguments, 0, 10, 1L);
        Arrays.fill(arguments, 10, 19, 2.0);
        Arrays.fill(arguments, 19, 28, "é");
        String longs = "{a0}:".repeat(150);

        assertThat(key("{c0}", "many", arguments)).isEqualTo("%C3%A9");
        assertThat(key(longs + "{c0}", "many", arguments))
                .hasSizeBetween(198, 200)
                .startsWith("1:1:1:");
        assertThat(key(longs + "{c0}", "many", arguments)).isNotEqualTo(key(longs + "{c0}:", "many", arguments));
    }

    @Test
    void h106_neighboursAndLookalikes_haveKeysOfTheirOwn() throws Throwable {
        assertDistinct(
                key("{a}:{b}", "two", "a", "b:c"),
                key("{a}:{b}", "two", "a:b", "c"),
                key("{a}:{b}", "two", "a%3Ab", "c"));
        assertDistinct(key("{a}{b}", "two", "a", "bc"), key("{a}{b}", "two", "ab", "c"));
        assertDistinct(key("{a}x{b}", "two", "", "x"), key("{a}x{b}", "two", "x", ""), key("{a}x{b}", "two", "xx", ""));
        assertDistinct(
                key("{a}", "two", "null", ""),
                key("{a}", "two", null, ""),
                key("{a}", "two", "", ""),
                key("{a}", "two", "~", ""));
        assertDistinct(
                key("{value}", "object", 1),
                key("{value}", "object", 1L),
                key("{value}", "object", "1"),
                key("{value}", "object", List.of(1)),
                key("{value}", "object", Set.of(1)),
                key("{value}", "object", (Object) new int[] {1}),
                key("{value}", "object", (Object) new Integer[] {1}));
        assertDistinct(
                key("{value}", "object", List.of()),
                key("{value}", "object", List.of(List.of())),
                key("{value}", "object", Collections.singletonList(null)),
                key("{value}", "object", List.of("")),
                key("{value}", "object", Map.of()),
                key("{value}", "object", (Object) new Object[0]));
    }

    @Test
    void h106_overloads_haveKeysOfTheirOwn() throws Throwable {
        Method ofInt = Service.class.getDeclaredMethod("overloaded", int.class);
        Method ofLong = Service.class.getDeclaredMethod("overloaded", long.class);

        assertDistinct((String) compile("", ofInt).invoke(1), (String)
                compile("", ofLong).invoke(1L));
    }

    @Test
    void h106_varargs_areTheirArray() throws Throwable {
        assertThat(key("", "varargs", (Object) new String[] {"a", "b"})).isEqualTo("Service.varargs(String[]):(a,b)");
        assertDistinct(
                key("", "varargs", (Object) new String[0]),
                key("", "varargs", (Object) new String[] {""}),
                key("", "varargs", (Object) new String[] {null}),
                key("", "varargs", (Object) new String[] {"a,b"}),
                key("", "varargs", (Object) new String[] {"a", "b"}),
                key("", "varargs", new Object[] {null}));
    }

    @Test
    void h107_argumentChangedAfterwards_leavesTheKeyAlone() throws Throwable {
        List<Long> ids = new ArrayList<>(List.of(1L, 2L));
        String before = key("{ids}", "ids", ids);
        ids.clear();

        assertThat(before).isEqualTo("(1,2)");
        assertThat(key("{ids}", "ids", ids)).isEqualTo("()");
    }

    @Test
    void h107_lambdaArgument_isRefusedForTheCall() throws Throwable {
        MethodHandle key = compile("", "object");
        Runnable lambda = () -> {};

        assertThatThrownBy(() -> key.invoke((Object) lambda))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessageContaining("in {0} cannot be part of a key");
    }

    @Test
    void h108_hostileText_cannotLeaveItsPlaceOrGrow() throws Throwable {
        for (String hostile : List.of(
                "\r\nFLUSHALL\r\n",
                "a\0b",
                "*",
                "k?[a-z]\\",
                "{slot}",
                "}{",
                "x".repeat(1 << 20),
                "\u20AC".repeat(99))) {
            String key = key("user:{a}:{b}", "two", hostile, "{b}");

            assertThat(key).startsWith("user:").hasSizeLessThanOrEqualTo(200).matches("[A-Za-z0-9_.@%~!(),=:#-]+");
        }
    }

    @Test
    void compile_rawAndGenericLists_differWhereTheTextDoesNotTellTheType() throws Throwable {
        assertThat(key("{ids}", "ids", List.of(1L))).isEqualTo("(1)");
        assertThat(key("{ids}", "raw", List.of(1L))).isEqualTo("(1)");
        assertThat(key("{ids}", "raw", List.of(1))).isEqualTo("(Integer!1)");
        assertThat(key("{value}", "boxed", 5L)).isEqualTo("5");
    }

    private static void assertDistinct(String... keys) {
        assertThat(keys).doesNotHaveDuplicates();
    }

    private static String key(String template, String method, @Nullable Object... arguments) throws Throwable {
        return (String) compile(template, method).invokeWithArguments(arguments);
    }

    private static KeyTemplateException problem(String template, String method) {
        return catchThrowableOfType(KeyTemplateException.class, () -> compile(template, method));
    }

    private static MethodHandle compile(String template, String name) throws Exception {
        for (Method method : Service.class.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                return compile(template, method);
            }
        }
        throw new AssertionError(name);
    }

    private static MethodHandle compile(String template, Method method) throws Exception {
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        MethodType callSite = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        for (Parameter parameter : method.getParameters()) {
            names.add(parameter.getName());
            types.add(parameter.getType().getSimpleName());
        }
        String signature = "Service." + method.getName() + "(" + String.join(",", types) + ")";
        KeyParameters parameters = new KeyParameters(signature, names, names.size(), isStatic);
        return KeyHandles.compile(
                KeyTemplate.parse(template, parameters),
                TemplateInputs.of(
                        MethodHandles.privateLookupIn(Service.class, MethodHandles.lookup()),
                        isStatic ? callSite : callSite.insertParameterTypes(0, Service.class),
                        List.of(method.getGenericParameterTypes())));
    }
}
