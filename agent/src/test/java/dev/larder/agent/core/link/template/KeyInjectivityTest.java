package dev.larder.agent.core.link.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.key.KeyParameters;
import dev.larder.agent.core.key.KeyTemplate;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/**
 * H106 over 1.2 million tuples of arguments: equal keys mean equal arguments.
 *
 * <p>The arguments are short and made of very few, hostile characters, so that whatever could be confused with each
 * other soon is there. What every try saw is kept and compared with what the later ones see.
 */
final class KeyInjectivityTest {

    private static final int TRIES = 10;
    private static final int TUPLES = 10_000;

    private static final String HOSTILE = "ab,:~!()%={}#-\0\u00e9\uD83D\uDE00";

    /** Its accessors show nothing of what it holds. */
    record Pair(@Nullable String left, Object right) {
        @Override
        public @Nullable String left() {
            return "";
        }

        @Override
        public Object right() {
            return "";
        }
    }

    @SuppressWarnings("unused")
    static final class Methods {
        static void texts(String a, String b, String c) {}

        static void mixed(Object a, String b) {}

        static <T> void open(T a, Serializable b) {}

        static void lists(List<String> a, List<String> b) {}

        static void varargs(String a, String... b) {}

        static void records(Pair a, Object b) {}
    }

    private static final List<Subject> SUBJECTS = List.of(
            new Subject("", "texts"),
            new Subject("{a}:{b}:{c}", "texts"),
            new Subject("{a}{b}{c}", "texts"),
            new Subject("{a}a{b}-{c}", "texts"),
            new Subject("{a}({b}),{c}", "texts"),
            new Subject("{a}!{b}%{c}~", "texts"),
            new Subject("{a}#{b}={c}", "texts"),
            new Subject("", "mixed"),
            new Subject("{a}{b}", "mixed"),
            new Subject("{b}:{a}", "mixed"),
            new Subject("{a}:{b}", "open"),
            new Subject("{a},{b}", "lists"),
            new Subject("{a}{b}", "varargs"),
            new Subject("{a}({b})", "records"));

    /** A template over a method, with what became of all tuples so far. */
    private static final class Subject {

        private final Map<String, Object[]> seen = new HashMap<>();
        private final String name;
        private final Class<?>[] types;
        private final MethodHandle key;

        Subject(String template, String method) {
            Method found = Arrays.stream(Methods.class.getDeclaredMethods())
                    .filter(candidate -> candidate.getName().equals(method))
                    .findFirst()
                    .orElseThrow();
            this.name = "'" + template + "' over " + method;
            this.types = found.getParameterTypes();
            this.key = compile(template, found)
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(String.class, Object[].class));
        }

        private static MethodHandle compile(String template, Method method) {
            MethodType callSite = MethodType.methodType(void.class, method.getParameterTypes());
            List<String> names = List.of("a", "b", "c").subList(0, callSite.parameterCount());
            try {
                return KeyHandles.compile(
                        KeyTemplate.parse(
                                template, new KeyParameters(method.getName() + "()", names, names.size(), true)),
                        TemplateInputs.of(
                                MethodHandles.lookup(), callSite, List.of(method.getGenericParameterTypes())));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        void check(Random random) throws Throwable {
            Object[] arguments = new Object[types.length];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = argument(types[i], random);
            }
            String rendered = (String) key.invokeExact(arguments);
            Object[] other = seen.putIfAbsent(rendered, arguments);
            if (other != null && !isSame(other, arguments)) {
                throw new AssertionError(name + " renders both " + Arrays.deepToString(other) + " and "
                        + Arrays.deepToString(arguments) + " as " + rendered);
            }
        }
    }

    /** Equal, and in one order where there is one to tell. */
    private static boolean isSame(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Object[] some && other instanceof Object[] more) {
            return isSame(Arrays.asList(some), Arrays.asList(more));
        }
        if (one instanceof Pair some && other instanceof Pair more) {
            return Objects.equals(some.left, more.left) && isSame(some.right, more.right);
        }
        boolean isOrdered = one instanceof List || one instanceof LinkedHashSet || other instanceof LinkedHashSet;
        if (!isOrdered || !(one instanceof Collection<?> some) || !(other instanceof Collection<?> more)) {
            return Objects.equals(one, other);
        }
        Iterator<?> rest = more.iterator();
        return one.getClass() == other.getClass()
                && some.size() == more.size()
                && some.stream().allMatch(item -> isSame(item, rest.next()));
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void h106_hostileTuples_shareAKeyOnlyIfTheyAreEqual(@ForAll long seed) throws Throwable {
        Random random = new Random(seed);
        for (Subject subject : SUBJECTS) {
            for (int i = 0; i < TUPLES; i++) {
                subject.check(random);
            }
            assertThat(subject.seen).hasSizeGreaterThan(TUPLES / 10);
        }
    }

    private static @Nullable Object argument(Class<?> type, Random random) {
        if (type == String.class) {
            return text(random);
        }
        if (type == String[].class) {
            return texts(random).toArray(new String[0]);
        }
        if (type == List.class) {
            return texts(random);
        }
        if (type == Serializable.class) {
            return anything(random, 0);
        }
        return type == Pair.class ? new Pair(text(random), anything(random, 2)) : anything(random, 3);
    }

    private static List<String> texts(Random random) {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            texts.add(text(random));
        }
        return texts;
    }

    private static @Nullable String text(Random random) {
        switch (random.nextInt(16)) {
            case 0:
                return null;
            case 1:
                return random.nextBoolean() ? "null" : "%2C";
            case 2:
                return "a".repeat(160 + random.nextInt(45)) + (random.nextBoolean() ? "#" : "");
            default:
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(4); i > 0; i--) {
                    text.append(HOSTILE.charAt(random.nextInt(HOSTILE.length())));
                }
                return text.toString();
        }
    }

    private static @Nullable Object anything(Random random, int depth) {
        switch (random.nextInt(depth > 0 ? 17 : 11)) {
            case 0:
                return random.nextInt(3);
            case 1:
                return (long) random.nextInt(3);
            case 2:
                return Integer.toString(random.nextInt(3));
            case 3:
                return (double) random.nextInt(3) * -0.5;
            case 4:
                return (char) ('0' + random.nextInt(3));
            case 5:
                return random.nextBoolean();
            case 6:
                return Thread.State.values()[random.nextInt(2)];
            case 7:
                return Thread.State.values()[random.nextInt(2)].name();
            case 8:
                return text(random);
            case 9:
                return new UUID(0, random.nextInt(3));
            case 10:
                return new UUID(0, random.nextInt(3)).toString();
            case 11:
                return new HashSet<>(some(random, depth - 1));
            case 12:
                return Set.of();
            case 13:
                return new LinkedHashSet<>(some(random, depth - 1));
            case 14:
                return Collections.singletonMap(anything(random, depth - 1), anything(random, depth - 1));
            case 15:
                return new Pair(text(random), anything(random, depth - 1));
            default:
                return some(random, depth - 1);
        }
    }

    private static List<Object> some(Random random, int depth) {
        List<Object> some = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            some.add(anything(random, depth));
        }
        return some;
    }
}
