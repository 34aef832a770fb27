package dev.larder.agent.core.link.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What evictions, puts and tags are made from: arguments, results, and one text for each element of either. */
final class CompiledTemplateTest {

    record User(Long id, String name, List<Role> roles) {}

    enum Role {
        ADMIN,
        GUEST
    }

    /** Its element type shows in a supertype's declaration only. */
    static final class Ids extends ArrayList<Long> {
        private static final long serialVersionUID = 1L;
    }

    interface Slice<E> extends Iterable<E> {
        List<E> getContent();
    }

    record Page<T>(List<T> content) implements Slice<T> {
        @Override
        public List<T> getContent() {
            return content;
        }

        @Override
        public Iterator<T> iterator() {
            return content.iterator();
        }
    }

    /** The woven class: methods as call sites have them, with what they return. */
    @SuppressWarnings({"unused", "rawtypes"})
    static final class Service {

        private final List<String> tenants = List.of("a", "b");

        void list(List<Long> ids) {}

        void strings(Collection<String> names, int page) {}

        void set(Set<Role> roles) {}

        void iterable(Iterable<User> users) {}

        void array(Long[] ids) {}

        void longs(long[] ids) {}

        void varargs(String... names) {}

        void users(List<User> users) {}

        void wildcard(List<? extends User> users) {}

        void anything(List<?> ids) {}

        void nested(List<List<Long>> ids) {}

        void ids(Ids ids) {}

        void page(Page<User> page) {}

        void map(Map<Long, User> map) {}

        void raw(List ids) {}

        void number(long id) {}

        void user(User user) {}

        void fixed(String name, Role role, Long id, UUID key, Instant at) {}

        User open(Number number, BigDecimal sum, Object any, long[] ids) {
            return new User(1L, "", List.of());
        }

        static <K extends Comparable<K>> void generic(Collection<K> keys) {}

        User find(long id) {
            return new User(id, "", List.of());
        }

        static long next(int id) {
            return id;
        }

        static char letter(int id) {
            return 'x';
        }

        static double ratio(int id) {
            return 0;
        }

        CompletionStage<User> later(long id) {
            return CompletableFuture.completedStage(null);
        }

        CompletableFuture<List<Long>> laterAll() {
            return CompletableFuture.completedFuture(List.of());
        }

        CompletableFuture laterRaw() {
            return CompletableFuture.completedFuture(1L);
        }

        Optional<User> perhaps() {
            return Optional.empty();
        }

        Page<User> search(String text) {
            return new Page<>(List.of());
        }

        User[] all() {
            return new User[0];
        }
    }

    private static final Service SERVICE = new Service();

    private static User user(long id) {
        return new User(id, "n" + id, List.of(Role.ADMIN, Role.GUEST));
    }

    @Test
    void elements_ofAnyCollection_makeOneTextEach() throws Exception {
        assertThat(render("user:{ids[]}", "list", List.of(1L, 2L))).containsExactly("user:1", "user:2");
        assertThat(render("{names[]}:{page}", "strings", List.of("a:b", ""), 7)).containsExactly("a%3Ab:7", "!:7");
        assertThat(render("{roles[]}", "set", new LinkedHashSet<>(List.of(Role.GUEST, Role.ADMIN))))
                .containsExactly("GUEST", "ADMIN");
        assertThat(render("{users[].id}", "iterable", new Page<>(List.of(user(3)))))
                .containsExactly("3");
        assertThat(render("{ids[]}", "array", (Object) new Long[] {4L, 5L})).containsExactly("4", "5");
        assertThat(render("{ids[]}", "longs", new long[] {-1, Long.MAX_VALUE}))
                .containsExactly("-1", "9223372036854775807");
        assertThat(render("{names[]}", "varargs", (Object) new String[] {"x", "y"}))
                .containsExactly("x", "y");
        assertThat(render("{ids[]}", "nested", List.of(List.of(1L, 2L), List.of())))
                .containsExactly("(1,2)", "()");
        assertThat(render("{this.tenants[]}:{id}", "number", 1L)).containsExactly("a:1", "b:1");
    }

    /** A body may change what an argument refers to, but no argument. */
    @Test
    void isFixed_argumentsThatCannotChange_only() throws Exception {
        for (String fixed : List.of("a", "{name}:{role}", "{id}", "{key}{at}")) {
            assertThat(template(fixed, "fixed").isFixed()).as(fixed).isTrue();
        }
        for (String open : List.of("{number}", "{sum}", "{any}", "{ids}", "{ids[]}", "{this.tenants}", "{result}")) {
            assertThat(template(open, "open").isFixed()).as(open).isFalse();
        }
        assertThat(template("{user.id}", "user").isFixed()).isFalse();
        assertThat(template("{id}:{result.name}", "find").isFixed()).isFalse();
    }

    @Test
    void elements_twiceOverOneCollection_goTogether() throws Exception {
        assertThat(render("{users[].id}:{users[].name}", "users", List.of(user(1), user(2))))
                .containsExactly("1:n1", "2:n2");
        assertThat(render("{users[].roles}{users[].id}", "users", List.of(user(1))))
                .containsExactly("(ADMIN,GUEST),1");
    }

    @Test
    void elements_nullsAndDuplicates_areWhatTheyAreInKeys() throws Exception {
        assertThat(render("u:{ids[]}", "list", new Object[] {null})).isEmpty();
        assertThat(render("u:{ids[]}", "list", List.of())).isEmpty();
        assertThat(render("u:{ids[]}", "list", Arrays.asList(1L, null, 1L, null)))
                .containsExactly("u:1", "u:~");
        assertThat(render("u:{users[].id}", "users", Collections.singletonList(null)))
                .containsExactly("u:~");
        assertThat(render("u:{user.roles[]}", "user", new Object[] {null})).isEmpty();
        assertThat(render("u:{user.roles[]}", "user", new User(1L, "", null))).isEmpty();
    }

    /** A key of {@code {id}} where a Long is declared must be what {@code {ids[]}} makes of one. */
    @Test
    void elements_ofDeclaredTypes_makeTheKeysOfMethodsThatDeclareOne() throws Exception {
        Ids ids = new Ids();
        ids.add(42L);

        String key = render("user:{id}", "number", 42L).get(0);
        assertThat(key).isEqualTo("user:42");
        assertThat(render("user:{ids[]}", "list", ids)).containsExactly(key);
        assertThat(render("user:{ids[]}", "ids", ids)).containsExactly(key);
        assertThat(render("user:{page[].id}", "page", new Page<>(List.of(user(42)))))
                .containsExactly(key);
        assertThat(render("user:{page.content[].id}", "page", new Page<>(List.of(user(42)))))
                .containsExactly(key);
        assertThat(render("user:{users[].id}", "wildcard", List.of(user(42)))).containsExactly(key);
        assertThat(render("user:{map.keySet[]}", "map", Map.of(42L, user(42)))).containsExactly(key);
        assertThat(render("user:{map.values[].id}", "map", Map.of(1L, user(42))))
                .containsExactly(key);
    }

    /** As the table in docs/keys.md says. */
    @Test
    void keys_ofTextAndOfAValueThatIsIt_meetBehindASeparator() throws Exception {
        List<String> full = List.of("full");

        assertThat(render("user:{page}:{names[]}", "strings", full, 1))
                .isEqualTo(render("user:{page}:full", "strings", full, 1));
        assertThat(render("user:{page}-{names[]}", "strings", full, 1))
                .isNotEqualTo(render("user:{page}-full", "strings", full, 1));
    }

    @Test
    void elements_ofUndeclaredTypes_areWhatTheyAre() throws Exception {
        assertThat(render("{ids[]}", "anything", List.of(1L, "a"))).containsExactly("1", "a");
        assertThat(render("{keys[]}", "generic", List.of(1L))).containsExactly("1");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void elements_notOfTheDeclaredType_nameTheirsOrAreUnsupported() throws Exception {
        List<Long> polluted = (List) List.of("x");

        assertThat(render("{ids[]}", "list", polluted)).containsExactly("String!x");
        assertThatThrownBy(() -> render("{users[].id}", "users", polluted))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessage("reading {users[].id} for the key threw java.lang.ClassCastException");
    }

    @Test
    void result_ofAnyType_isRenderedAsAParameterWouldBe() throws Exception {
        assertThat(after("user:{result.id}:{id}", "find", user(7), 3L)).containsExactly("user:7:3");
        assertThat(after("user:{result.id}", "find", null, 3L)).containsExactly("user:~");
        assertThat(after("{result}", "next", 9L, 3)).containsExactly("9");
        assertThat(after("{result}", "letter", ':', 3)).containsExactly("%3A");
        assertThat(after("{result}", "ratio", -0.0, 3)).containsExactly("-0.0");
        assertThat(after("{result[].id}", "search", new Page<>(List.of(user(1), user(2))), "x"))
                .containsExactly("1", "2");
        assertThat(after("{result.content[].name}:{text}", "search", new Page<>(List.of(user(1))), "x"))
                .containsExactly("n1:x");
        assertThat(after("{result[].id}", "all", new User[] {user(5)})).containsExactly("5");
        assertThat(after("{result[].id}", "all", null)).isEmpty();
    }

    @Test
    void result_ofAStage_isWhatItComesTo() throws Exception {
        assertThat(after("user:{result.id}:{id}", "later", user(7), 3L)).containsExactly("user:7:3");
        assertThat(after("{result.name}", "later", null, 3L)).containsExactly("~");
        assertThat(after("{result[]}", "laterAll", List.of(1L, 2L))).containsExactly("1", "2");
        assertThat(after("{result}", "laterAll", List.of(1L, 2L))).containsExactly("(1,2)");
        assertThat(after("{result}", "laterRaw", 1L)).containsExactly("1");
    }

    @Test
    void needsResult_saysWhetherItCanBeRenderedBefore() throws Exception {
        assertThat(template("a:{id}", "find").needsResult()).isFalse();
        assertThat(template("a:{id}:{result.id}", "find").needsResult()).isTrue();
        assertThat(template("a:{result[].id}", "search").needsResult()).isTrue();
        assertThat(template("a:{result[].id}", "search").source()).isEqualTo("a:{result[].id}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number|{id[]}|its template names '{id}', but long is neither an array nor a collection",
                "map|{map[]}|its template names '{map}', but java.util.Map is neither an array nor a collection",
                "user|{user.name[]}|its template names '{user.name}', but java.lang.String is neither an array nor a",
                "users|{users[].nme}|its template names '{users[].nme}', but dev.larder.agent.core.link",
                "longs|{ids[].x}|its template names '{ids[].x}', but long has no property 'x'",
                "anything|{ids[].id}|its template names '{ids[].id}', but java.lang.Object has no property 'id'",
                "raw|{ids[]}|its template names '{ids}', but of what type the elements are is not declared",
                "find|{result.nme}|its template names '{result.nme}', but dev.larder.agent.core.link",
            })
    void template_thatTypesContradict_isRefused(String method, String template, String clause) {
        KeyTemplateException problem =
                catchThrowableOfType(KeyTemplateException.class, () -> template(template, method));

        assertThat(problem).hasMessageStartingWith(clause);
        assertThat(problem.remedy()).endsWith(".");
    }

    @Test
    void propertyOfAnOptional_isSaidToBeInsideOfIt() throws Exception {
        KeyTemplateException problem =
                catchThrowableOfType(KeyTemplateException.class, () -> template("user:{result.id}", "perhaps"));

        assertThat(problem)
                .hasMessage("its template names '{result.id}', but what has a property 'id' is inside of an Optional");
        assertThat(problem.remedy())
                .isEqualTo("Write '{result.get.id}', which makes nothing of an empty one; the agent says so once.");
        assertThat(after("user:{result.get.id}", "perhaps", Optional.of(user(7))))
                .containsExactly("user:7");
    }

    @Test
    void elements_withoutEnd_areUnsupported() {
        Iterable<User> endless = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public @Nullable User next() {
                return null;
            }
        };

        assertThatThrownBy(() -> render("{users[].id}", "iterable", endless))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessage("{users[].id} has more than 1048576 elements");
    }

    @Test
    void elements_thatCannotBeRead_areUnsupportedWithoutTheValue() {
        Iterable<User> broken = () -> {
            throw new IllegalStateException("secret");
        };

        assertThatThrownBy(() -> render("{users[].id}", "iterable", broken))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessage("reading {users[].id} for the key threw java.lang.IllegalStateException");
        assertThatThrownBy(() -> render("{ids[]}", "anything", List.of(new Object())))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessage("a value of java.lang.Object in {ids[]} cannot be part of a key");
    }

    @Test
    void elements_someOfWhichDoNotFit_leaveTheOthers() throws Exception {
        List<UnsupportedKeyException> misfits = new ArrayList<>();
        Object[] arguments = {SERVICE, List.of(1L, new Object(), 2L, new StringBuilder(), 3L)};

        assertThat(template("id:{ids[]}", "anything").render(arguments, null, misfits::add))
                .containsExactly("id:1", "id:2", "id:3");
        assertThat(misfits)
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "a value of java.lang.Object in {ids[]} cannot be part of a key",
                        "a value of java.lang.StringBuilder in {ids[]} cannot be part of a key");
    }

    @Test
    void elements_beforeTheIteratorFails_count() throws Exception {
        List<UnsupportedKeyException> misfits = new ArrayList<>();
        Iterator<User> given = List.of(user(1), user(2)).iterator();
        Iterable<User> broken = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public User next() {
                return given.next();
            }
        };

        assertThat(template("{users[].id}", "iterable").render(new Object[] {SERVICE, broken}, null, misfits::add))
                .containsExactly("1", "2");
        assertThat(misfits)
                .extracting(Throwable::getMessage)
                .containsExactly("reading {users[].id} for the key threw java.util.NoSuchElementException");
    }

    @Test
    void h108_longTexts_areBoundedAsKeysAreButPatternsAreNot() throws Exception {
        String name = "x".repeat(300);

        assertThat(render("k:{names[]}", "strings", List.of(name), 1).get(0)).hasSize(200);
        assertThat(template("k:{names[]}", "strings", TemplateKind.EFFECT_TAG)
                        .render(new Object[] {SERVICE, List.of(name), 1}, null)
                        .get(0))
                .hasSize(200);
        assertThat(pattern("k:{names[]}:*", "strings").get(0).render(new Object[] {SERVICE, List.of(name), 1}, null))
                .containsExactly("k:" + name + ":*");
    }

    @Test
    void arguments_areLeftAlone() throws Exception {
        Object[] arguments = {SERVICE, List.of(user(1))};
        Template template = template("{users[].id}", "users");

        assertThat(template.render(arguments, null)).isEqualTo(template.render(arguments, null));
        assertThat(arguments).hasSize(2);
    }

    private static List<String> render(String template, String method, @Nullable Object... arguments) throws Exception {
        return after(template, method, null, arguments);
    }

    private static List<String> after(
            String template, String method, @Nullable Object result, @Nullable Object... arguments) throws Exception {
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        if (!Modifier.isStatic(method(method).getModifiers())) {
            all.add(0, SERVICE);
        }
        return template(template, method).render(all.toArray(), result);
    }

    private static Template template(String template, String method) throws Exception {
        return template(template, method, TemplateKind.EVICT_KEY);
    }

    private static Template template(String template, String method, TemplateKind kind) throws Exception {
        return CompilerOf.method(method(method)).template(template, kind);
    }

    private static List<Template> pattern(String template, String method) throws Exception {
        return CompilerOf.method(method(method)).pattern(template);
    }

    private static Method method(String name) {
        return Arrays.stream(Service.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
