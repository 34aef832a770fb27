package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.link.template.TemplateCompiler;
import dev.larder.agent.core.link.woven.BodyMonitor;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.plan.MethodPlan;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of a generic class's methods meet those of methods that declare the types which the class was given. */
final class GenericKeysTest {

    interface Entity<I> {
        I id();
    }

    record User(Long id) implements Entity<Long> {}

    @SuppressWarnings("unused") // woven, so to say
    interface Repo<K, E extends Entity<K>> {
        default void touch(K id) {}

        default void touchAll(Iterable<? extends K> ids) {}

        default void keys(List<K> ids, K more) {}

        default void save(E entity) {}

        default E last() {
            throw new UnsupportedOperationException();
        }

        default <T> void other(T id) {}

        static <T> void fixed(T id) {}
    }

    abstract static class Base<A, B extends Entity<A>> implements Repo<A, B> {}

    static final class Users extends Base<Long, User> {}

    /** Says nothing of what it holds. */
    static final class Anything<A, B extends Entity<A>> extends Base<A, B> {}

    @ParameterizedTest
    @CsvSource({"touch,c:{id}", "touch,c:{0}"})
    void parameterOfABoundVariable_isPlain(String method, String template) throws Exception {
        assertThat(render(template, method, new Users(), 7L)).containsExactly("c:7");
    }

    @Test
    void everythingOfABoundVariable_isPlain() throws Exception {
        assertThat(render("c:{ids[]}", "touchAll", new Users(), List.of(7L, 8L)))
                .containsExactly("c:7", "c:8");
        assertThat(render("{more}:{ids}:{more}", "keys", new Users(), List.of(7L), 8L))
                .containsExactly("8:(7):8");
        assertThat(render("c:{entity.id}", "save", new Users(), new User(7L))).containsExactly("c:7");
        assertThat(template("c:{result.id}", "last").render(new Object[] {new Users()}, new User(7L)))
                .containsExactly("c:7");
    }

    @Test
    void anonymousSubclass_bindsToo() throws Exception {
        assertThat(render("c:{id}", "touch", new Base<Long, User>() {}, 7L)).containsExactly("c:7");
    }

    @Test
    void f30_valueOfAnotherTypeThanBound_evictsWhatItIsToo() throws Exception {
        assertThat(render("c:{id}", "touch", new Users(), 7)).containsExactly("c:Integer!7", "c:7");
    }

    @Test
    void f30_variableThatTheReceiverLeavesOpen_isWhatTheValueIs() throws Exception {
        assertThat(render("c:{id}", "touch", new Anything<Long, User>(), 7L)).containsExactly("c:7");
        assertThat(render("c:{id}", "touch", new Anything<Long, User>(), 7)).containsExactly("c:Integer!7", "c:7");
    }

    @Test
    void f30_variableOfTheMethod_isWhatTheValueIs() throws Exception {
        assertThat(render("c:{id}", "other", new Users(), 7L)).containsExactly("c:7");
        assertThat(template("c:{id}", "fixed").render(new Object[] {7L}, null)).containsExactly("c:7");
    }

    @Test
    void oneTemplate_rendersForReceiversOfAnyClass() throws Exception {
        Template template = template("c:{id}", "touch");
        assertThat(template.render(new Object[] {new Users(), 7L}, null)).containsExactly("c:7");
        assertThat(template.render(new Object[] {new Anything<Long, User>(), 7L}, null))
                .containsExactly("c:7");
        assertThat(template.render(new Object[] {new Users(), null}, null)).containsExactly("c:~");
    }

    @Test
    void manyPlaceholders_areBoundToo() throws Exception {
        String template = "{id}:".repeat(250);
        assertThat(template("p" + template, "touch", TemplateKind.PATTERN).render(new Object[] {new Users(), 7L}, null))
                .containsExactly("p" + "7:".repeat(250));
    }

    @Test
    void cachedKey_isTheSameAndTheDefaultKeyNamesTypes() throws Throwable {
        Repo<Long, User> users = new Users();
        assertThat((String) key("c:{id}").invoke(users, (Object) 7L)).isEqualTo("c:7");
        assertThat((String) key("").invoke(users, (Object) 7L)).isEqualTo("a.B.c():Long!7");
    }

    private List<String> render(String template, String method, Object... arguments) throws Exception {
        return template(template, method).render(arguments, null);
    }

    private Template template(String template, String method) throws Exception {
        return template(template, method, TemplateKind.EVICT_KEY);
    }

    private Template template(String template, String method, TemplateKind kind) throws Exception {
        TemplateCompiler compiler = compiler(method);
        return kind == TemplateKind.PATTERN ? compiler.pattern(template).get(0) : compiler.evicted(template, kind);
    }

    private static MethodHandle key(String template) throws Exception {
        TemplateCompiler compiler = compiler("touch");
        return compiler.cachedKey(compiler.cachedTemplate(template, null), null);
    }

    private static TemplateCompiler compiler(String name) throws Exception {
        Method method = Arrays.stream(Repo.class.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        MethodType erased = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        MethodType callSite = isStatic ? erased : erased.insertParameterTypes(0, Repo.class);
        List<String> names =
                Arrays.stream(method.getParameters()).map(Parameter::getName).toList();
        WovenMethod woven = new WovenMethod(
                MethodHandles.empty(callSite),
                BodyMonitor.NONE,
                Repo.class,
                erased,
                method.getGenericReturnType(),
                List.of(method.getGenericParameterTypes()));
        return TemplateCompiler.of(
                MethodHandles.privateLookupIn(Repo.class, MethodHandles.lookup()),
                callSite,
                new MethodPlan("a.B.c()", isStatic, names, null, List.of(), List.of()),
                woven);
    }
}
