package dev.larder.agent.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.larder.agent.core.effect.EvictEffect;
import dev.larder.agent.core.effect.PutEffect;
import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.link.template.CompilerOf;
import dev.larder.agent.core.link.template.TemplateCompiler;
import dev.larder.agent.core.link.woven.BodyMonitor;
import dev.larder.agent.core.plan.EvictPhase;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.Lifetime;
import dev.larder.agent.core.plan.PutPlan;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a method evicts and puts is linked around its body, and behind its cache. */
final class EffectLinkageTest extends EffectLinkage {

    @Test
    void h42_voidMethod_runsOnceInsideItsEffects() throws Throwable {
        MethodHandle linked = link("move", evict("item:{id}:{weight}"));

        linked.invoke(woven, 7L, 2.5, "x", (byte) 1);

        assertThat(linked.type())
                .isEqualTo(MethodType.methodType(
                        void.class, Woven.class, long.class, double.class, String.class, byte.class));
        assertThat(log).containsExactly("before item:7:2.5", "body move 7 2.5 x 1", "after item:7:2.5");
    }

    @Test
    void staticMethod_hasNoReceiver() throws Throwable {
        MethodHandle linked = link("sum", evict("sum:{a}:{result}"), put("of:{b}", "{0}"));

        assertThat((long) linked.invoke(3, 4L)).isEqualTo(7);
        assertThat(log).containsExactly("before ?", "after sum:3:7", "put of:4 = 3 as int");
    }

    @Test
    void varargs_areTheirArray() throws Throwable {
        MethodHandle linked = link("join", evict("name:{names[]}"));

        assertThat(linked.invoke(woven, new String[] {"a", "b"})).isEqualTo("ab");
        assertThat(log).containsExactly("before name:a name:b", "body join", "after name:a name:b");
    }

    @Test
    void privateMethodOverGenericTypes_putsWithDeclaredTypes() throws Throwable {
        MethodHandle linked = link("keep", put("list:{id}", "{1}"), put("first:{result}", PutPlan.RESULT));

        assertThat(linked.invoke(woven, 1L, List.of("a"))).isEqualTo(List.of(1L));
        assertThat(log)
                .containsExactly(
                        "before",
                        "body keep",
                        "after",
                        "put list:1 = [a] as java.util.List<java.lang.String>",
                        "put first:(1) = [1] as java.util.List<java.lang.Long>");
    }

    @Test
    void putPlan_isHandedOnWhole() throws Throwable {
        link(
                "keep",
                List.of(),
                List.of(new PutPlan(
                        "k:{id}", "{0}", new Lifetime(5, 0, TimeUnit.MILLISECONDS), List.of("t:{id}", "u:{texts[]}"))),
                null);

        PutEffect put = puts.get(0);
        assertThat(put.argument()).isEqualTo(1);
        assertThat(put.type()).isEqualTo(long.class);
        assertThat(put.ttlMillis()).isEqualTo(5);
        assertThat(put.nullTtlMillis()).isZero();
        assertThat(put.tags()).extracting(Template::source).containsExactly("t:{id}", "u:{texts[]}");
    }

    @Test
    void phasesAndAnnotations_keepTheirOrder() throws Throwable {
        link(
                "join",
                List.of(
                        new EvictPlan(EvictPhase.BEFORE, List.of("a"), List.of("b"), List.of("c*")),
                        new EvictPlan(EvictPhase.ALWAYS, List.of("d"), List.of(), List.of()),
                        new EvictPlan(EvictPhase.AFTER_SUCCESS, List.of(), List.of(), List.of("{names}-*"))),
                List.of(),
                null);

        assertThat(evictions)
                .extracting(EvictEffect::phase)
                .containsExactly(EvictPhase.BEFORE, EvictPhase.ALWAYS, EvictPhase.AFTER_SUCCESS);
        assertThat(evictions.get(0).keys()).extracting(Template::source).containsExactly("a");
        assertThat(evictions.get(0).tags()).extracting(Template::source).containsExactly("b");
        assertThat(evictions.get(0).patterns()).extracting(Template::source).containsExactly("c*");
        assertThat(evictions.get(2).patterns()).hasSize(2);
    }

    @Test
    void bodyThrows_sameExceptionComesOutWithASaneTrace() throws Throwable {
        MethodHandle linked = link("fail", evict("a"));

        Throwable thrown = catchThrowable(() -> linked.invoke(woven));

        assertThat(thrown).isSameAs(woven.failure);
        assertThat(log).containsExactly("before a", "body fail", "threw java.io.IOException");
        List<String> frames = Arrays.stream(woven.trace)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .toList();
        assertThat(frames).startsWith(Woven.class.getName() + ".fail$uncached");
        assertThat(frames.subList(1, 4))
                .allMatch(frame -> frame.startsWith("dev.larder.agent.core.link."))
                .contains(EffectRun.class.getName() + ".run");
    }

    @Test
    void cachedMethod_hit_hasNoEffects() throws Throwable {
        MethodHandle linked = link("find", List.of(eviction("seen:{id}")), List.of(), cached("find", ""));

        assertThat(linked.invoke(woven, 5L)).isEqualTo("found 5");
        assertThat(linked.invoke(woven, 5L)).isEqualTo("found 5");
        assertThat(linked.invoke(woven, 6L)).isEqualTo("found 6");
        assertThat(log)
                .containsExactly(
                        "before seen:5", "body find", "after seen:5", "before seen:6", "body find", "after seen:6");
    }

    @Test
    void cachedMethod_switchedOff_hasItsEffects() throws Throwable {
        MethodHandle linked = link("find", List.of(eviction("seen:{id}")), List.of(), cached("find", ""));
        engine.setEnabled(false);

        linked.invoke(woven, 5L);
        linked.invoke(woven, 5L);

        assertThat(log)
                .containsExactly(
                        "before seen:5", "body find", "after seen:5", "before seen:5", "body find", "after seen:5");
    }

    @Test
    void stage_isHandedOnWithTheTypeOfWhatItComesTo() throws Throwable {
        MethodHandle linked = link("later", put("user:{id}", PutPlan.RESULT));

        assertThat(linked.invoke(woven, 1L)).isInstanceOf(CompletableFuture.class);
        assertThat(puts.get(0).type()).isEqualTo(User.class);
        assertThat(returnType).isEqualTo(CompletableFuture.class);
    }

    @Test
    void tagsOfAMiss_areRenderedFromItsArguments() throws Throwable {
        Method method = method("keep");
        TemplateCompiler compiler = CompilerOf.method(method);
        List<Template> tags = compiler.cachedTags(List.of("list:{id}", "text:{texts[]}", "list:{id}", "fixed"));
        BoundCall call = new BoundCall(
                new BoundCall.Shape(
                        MethodHandles.empty(MethodType.methodType(Object.class, Object[].class)),
                        BodyMonitor.NONE,
                        null,
                        null,
                        tags,
                        null),
                new Object[] {woven, 1L, List.of("a", "b", "a")},
                null);

        assertThat(call.tags()).containsExactly("list:1", "text:a", "text:b", "list:1", "fixed");
    }
}
