package dev.larder.agent.core.link.template;

import dev.larder.agent.core.key.KeyParameters;
import dev.larder.agent.core.key.KeyTemplate;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A woven class with one method per shape of call site, and the keys of calls of them. */
abstract class KeysOfAService {

    static final AtomicBoolean INITIALIZED = new AtomicBoolean();

    record City(String name, int zip) {}

    private record Hidden(String code) {}

    /** A value of a class that only the service itself may see. */
    static Object hidden(String code) {
        return new Hidden(code);
    }

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

    static String key(String template, String method, @Nullable Object... arguments) throws Throwable {
        return (String) compile(template, method).invokeWithArguments(arguments);
    }

    static MethodHandle compile(String template, String name) throws Exception {
        for (Method method : Service.class.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                return compile(template, method);
            }
        }
        throw new AssertionError(name);
    }

    static MethodHandle compile(String template, Method method) throws Exception {
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
