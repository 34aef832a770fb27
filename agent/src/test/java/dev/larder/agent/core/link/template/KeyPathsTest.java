package dev.larder.agent.core.link.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Properties of arguments and of the receiver in a key. */
final class KeyPathsTest extends KeysOfAService {

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
        assertThat(key("{hidden.code}:{hidden}", "hidden", hidden("c"))).isEqualTo("c:(c)");
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

    private static KeyTemplateException problem(String template, String method) {
        return catchThrowableOfType(KeyTemplateException.class, () -> compile(template, method));
    }
}
