package dev.larder.agent.core.inheritance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.Views;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an inherited body cannot be made to do is told at load time. */
final class UnreachedBodiesTest extends BodiesToInherit {

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
}
