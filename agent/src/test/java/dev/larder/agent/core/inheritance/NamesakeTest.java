package dev.larder.agent.core.inheritance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.Sources;
import dev.larder.agent.fixtures.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A method of the same name that is another one, since only its own package can override it. */
@Expects(Message.NOT_WOVEN)
final class NamesakeTest {

    @Test
    void f1_addedMethodWouldOverrideIt_isToldInstead() {
        List<String> errors = new ArrayList<>();
        Views views = new Views(Sources.compile(
                List.of(
                        "package p; public interface Api {"
                                + " @dev.larder.CacheEvict(key = \"u:{0}\") Object drop(Long id); }",
                        "package p; public class Top { Object drop(Long id) { return \"top\"; } }",
                        "package q; public class Base extends p.Top { public Object drop(Long id) { return \"base\"; } }",
                        "package p; public class Users extends q.Base implements Api {}"),
                errors));
        assertThat(errors).isEmpty();

        Map<String, Views.Call> calls = views.call("p.Users", "drop", 7L);

        assertThat(calls.values()).extracting(Views.Call::result).containsExactlyInAnyOrder("top", "base", "base");
        assertThat(views.listener.refusals())
                .containsExactly("Cannot weave p.Users.drop(java.lang.Long): its body is inherited from q.Base, and a"
                        + " method here would override p.Top.drop(java.lang.Long) too, which that one does not. It runs"
                        + " as it is, uncached; the entries it should evict or replace stay until their ttl. Write the"
                        + " method in p.Users, or annotate what it calls.");
    }
}
