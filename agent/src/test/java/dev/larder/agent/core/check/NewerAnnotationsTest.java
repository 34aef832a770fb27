package dev.larder.agent.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import dev.larder.agent.fixtures.Expects;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotations that are newer than the agent, or larger than a class file holds. */
@Expects({Message.NOT_EVICTED, Message.EVICTED_INSTEAD, Message.NOT_WOVEN})
final class NewerAnnotationsTest extends RefusedEffects {

    @Test
    void attributesOfNewerAnnotations_areRefusedWithTheirNames(@TempDir Path directory) throws Exception {
        define(directory, "Newer", """
                import dev.larder.*;
                public class Newer {
                    @CacheEvict(key = "a:{0}", condition = "isOpen") void unknown(int id) {}
                    @CacheEvict(key = "a:{0}", phase = CacheEvict.Phase.LATER) void phase(int id) {}
                    @CacheEvict(key = "a:{0}", weights = {1, 2}, kinds = {CacheEvict.Phase.LATER}) void arrays(int id) {}
                    @CacheEvict(key = "a:{0}", when = @Deprecated) void nested(int id) {}
                    @CachePut(key = "a:{0}", ttl = 1, inBackground = true) int put(int id) { return id; }
                    @CacheEvict(key = "a:{0}") @CacheEvict(key = "b:{0}", condition = "x") void repeated(int id) {}
                }
                """);

        assertThat(loader.listener.refused)
                .extracting(RefusedMethod::reason)
                .containsExactly(
                        "this agent does not know @CacheEvict(condition)",
                        "this agent does not know @CacheEvict(phase = LATER)",
                        "this agent does not know @CacheEvict(weights, kinds)",
                        "this agent does not know @CacheEvict(when)",
                        "this agent does not know @CachePut(inBackground)",
                        "this agent does not know @CacheEvict(condition)");
        assertThat(plan("put").evictions()).hasSize(1);
        assertThat(plan("repeated").evictions())
                .containsExactly(new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of("a:{0}"), List.of(), List.of()));
    }

    @Test
    void annotationsThatNoConstantHolds_areRefused(@TempDir Path directory) throws Exception {
        String half = "a".repeat(33_000);
        define(
                directory,
                "Lengthy",
                "import dev.larder.*; public class Lengthy { @CacheEvict(key = {\"" + half + "\", \"" + half
                        + "\"}) void both(int id) {} @CacheEvict(key = \"" + half + "\") void one(int id) {} }");

        assertThat(loader.listener.refusal())
                .startsWith("Cannot weave Lengthy.both(int): its annotations take more than 65535 bytes. ");
        assertThat(loader.listener.plan().signature()).isEqualTo("Lengthy.one(int)");
    }

    /** Against annotations that are newer than this agent. */
    private void define(Path directory, String name, String source) throws Exception {
        Map<String, String> sources = Map.of(name, source, "dev.larder.CacheEvict", """
                package dev.larder;
                @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                @java.lang.annotation.Repeatable(CacheEvict.List.class)
                public @interface CacheEvict {
                    String[] key() default {};
                    String condition() default "";
                    int[] weights() default {};
                    Phase[] kinds() default {};
                    Deprecated when() default @Deprecated;
                    Phase phase() default Phase.AFTER_SUCCESS;
                    enum Phase { AFTER_SUCCESS, LATER }
                    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                    @interface List { CacheEvict[] value(); }
                }
                """, "dev.larder.CachePut", """
                package dev.larder;
                @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                public @interface CachePut { String key(); long ttl(); boolean inBackground() default false; }
                """);
        Path classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), sources);
        loader.define(name, Files.readAllBytes(classes.resolve(name + ".class")));
    }
}
