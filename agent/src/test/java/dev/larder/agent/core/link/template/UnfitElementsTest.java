package dev.larder.agent.core.link.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates that are refused, and arguments and results that templates make no text of. */
final class UnfitElementsTest extends TemplatesOfAService {

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void elements_notOfTheDeclaredType_nameTheirsOrAreUnsupported() throws Exception {
        List<Long> polluted = (List) List.of("x");

        assertThat(render("{ids[]}", "list", polluted)).containsExactly("String!x");
        assertThatThrownBy(() -> render("{users[].id}", "users", polluted))
                .isInstanceOf(UnsupportedKeyException.class)
                .hasMessage("reading {users[].id} for the key threw java.lang.ClassCastException");
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

    /** What is around the placeholder has nothing to do with it. */
    @Test
    void elements_thatCannotBeRead_nameThePlaceholderAlone() {
        Iterable<User> broken = () -> {
            throw new IllegalStateException("secret");
        };

        UnsupportedKeyException problem = catchThrowableOfType(
                UnsupportedKeyException.class, () -> render("user:{users[].id}:name", "iterable", broken));
        assertThat(problem).hasMessage("reading {users[].id} for the key threw java.lang.IllegalStateException");
        assertThat(problem.remedy()).endsWith("or write a template without {users[].id}.");
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
}
