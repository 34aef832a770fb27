package dev.larder.agent.core.plan;

import dev.larder.agent.bridge.Bootstrap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the annotations of one method say, read from class files.
 *
 * <p>It is stored in the woven class, as a constant of the {@code invokedynamic} in the place of the body. So it needs
 * no memory outside of the class, and is unloaded with it.
 *
 * @param signature the method as users write it, {@code com.acme.UserService.findById(long)}, with erased types
 * @param isStatic whether the first argument of the call site is a parameter, not the receiver
 * @param parameterNames as many as there are parameters, or none when the class file does not have them
 */
public record MethodPlan(
        String signature,
        boolean isStatic,
        List<String> parameterNames,
        @Nullable CachePlan cached,
        List<EvictPlan> evictions,
        List<PutPlan> puts) {

    /** The suffix of the moved body's name. */
    public static final String MOVED_SUFFIX = Bootstrap.BODY_SUFFIX;

    public MethodPlan {
        parameterNames = List.copyOf(parameterNames);
        evictions = List.copyOf(evictions);
        puts = List.copyOf(puts);
    }

    /** For a method whose body was moved for annotations that it no longer has. */
    public static MethodPlan ofNothing(String signature, boolean isStatic) {
        return new MethodPlan(signature, isStatic, List.of(), null, List.of(), List.of());
    }

    public boolean isEmpty() {
        return cached == null && evictions.isEmpty() && puts.isEmpty();
    }

    /** The {@code @Cached} of a method that has one. */
    public CachePlan caching() {
        return Objects.requireNonNull(cached);
    }

    /** The names of the classes that its annotations name for what is stored, each once. */
    public List<String> types() {
        Stream<String> ofResult = cached == null ? Stream.of() : cached.types().stream();
        return Stream.concat(ofResult, puts.stream().flatMap(put -> put.types().stream()))
                .distinct()
                .toList();
    }

    /** {@code com.acme.UserService.findById}, as configuration names the method; overloads share it. */
    public String qualifiedName() {
        return signature.substring(0, signature.indexOf('('));
    }

    /** The loss if the whole plan is refused. */
    public RefusedMethod.Loss lossOfAll() {
        return evictions.isEmpty() && puts.isEmpty() ? RefusedMethod.Loss.CACHING : RefusedMethod.Loss.EVERYTHING;
    }

    /** The plan as constants of a class file, if it {@link #fitsClassFile}. */
    public Object[] toConstants() {
        return new Object[] {text()};
    }

    public static MethodPlan fromConstants(Object[] constants) {
        PlanText.Reader in = new PlanText.Reader((String) constants[0]);
        String signature = in.text();
        return new MethodPlan(
                signature,
                in.flag(),
                in.texts(),
                in.flag() ? CachePlan.read(in) : null,
                in.list(EvictPlan::read),
                in.list(PutPlan::read));
    }

    public boolean fitsClassFile() {
        return PlanText.isConstant(text());
    }

    private String text() {
        PlanText.Writer out = new PlanText.Writer();
        out.add(signature).add(isStatic).add(parameterNames).add(cached != null);
        if (cached != null) {
            cached.write(out);
        }
        return out.add(evictions, EvictPlan::write).add(puts, PutPlan::write).text();
    }
}
