package dev.larder.agent.core.weave;

import dev.larder.agent.core.key.KeyParameters;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Decides whether one annotated method can be cached, and makes its {@link CachePlan}. */
final class PlanReader {

    /** Java 7, the first with {@code invokedynamic}. */
    static final int OLDEST_CLASS_FILE = Opcodes.V1_7;

    /**
     * A method may take 255 words of arguments; a method handle needs some for itself, and linking puts handles and
     * computed values in front of the arguments.
     */
    private static final int MAX_ARGUMENT_WORDS = 240;

    private static final long MAX_TTL_MILLIS = TimeUnit.DAYS.toMillis(3_650);

    private final VisibleTypes types;
    private final TypeOutline type;
    private final MethodOutline method;

    PlanReader(VisibleTypes types, TypeOutline type, MethodOutline method) {
        this.types = types;
        this.type = type;
        this.method = method;
    }

    /**
     * @param cached the annotation, the method's own or an inherited one
     * @param names the parameters' names as they are where the annotation is written
     */
    CachePlan read(CachedAnnotation cached, List<String> names) throws Refusal {
        checkClass();
        checkShape();
        checkResult();
        checkAttributes(cached);
        new GuardMethods(types, type, method).check(cached);
        String signature = method.signature(type.name());
        checkKey(cached.key(), new KeyParameters(signature, names, method.parameterTypes().length, method.isStatic()));
        long ttlMillis = ttlMillis(cached);
        return new CachePlan(
                signature,
                cached.key(),
                ttlMillis,
                nullTtlMillis(cached, ttlMillis),
                cached.when(),
                cached.unless(),
                method.isStatic(),
                names);
    }

    private void checkClass() throws Refusal {
        if (type.majorVersion() < OLDEST_CLASS_FILE) {
            throw new Refusal(
                    "its class file has version " + type.majorVersion() + ", older than Java 7",
                    "Compile it for Java 7 or later.");
        }
    }

    private void checkShape() throws Refusal {
        if (method.name().startsWith("<")) {
            throw new Refusal("it is a constructor", "Annotate the method that calls it.");
        }
        if (method.is(Opcodes.ACC_NATIVE)) {
            throw new Refusal("it is native", "Annotate a Java method that calls it.");
        }
        if (isSuspend()) {
            throw new Refusal(
                    "it is a Kotlin suspend function, which returns before its result is there",
                    "Annotate the blocking function that it calls.");
        }
        int words = Type.getArgumentsAndReturnSizes(method.descriptor()) >> 2;
        if (words > MAX_ARGUMENT_WORDS) {
            throw new Refusal(
                    "it has more than " + MAX_ARGUMENT_WORDS + " words of arguments",
                    "Pass an object with the arguments in it.");
        }
        if (type.methods().stream().anyMatch(this::isInTheWay)) {
            throw new Refusal(
                    "the class has a method named " + method.name() + CachePlan.MOVED_SUFFIX + " already",
                    "Rename that one.");
        }
    }

    private boolean isSuspend() {
        Type[] parameters = method.parameterTypes();
        return parameters.length > 0
                && parameters[parameters.length - 1].getDescriptor().equals("Lkotlin/coroutines/Continuation;");
    }

    private boolean isInTheWay(MethodOutline other) {
        return other.name().equals(method.name() + CachePlan.MOVED_SUFFIX)
                && other.descriptor().equals(method.descriptor());
    }

    private void checkResult() throws Refusal {
        Type result = method.returnType();
        if (result.getSort() == Type.VOID) {
            throw new Refusal("it returns nothing", "Take @Cached off.");
        }
        if (OneShotTypes.contain(types, result)) {
            throw new Refusal(
                    "its result, " + result.getClassName() + ", can be used once only or is not there yet",
                    "Return a collection or another plain value.");
        }
    }

    private static void checkAttributes(CachedAnnotation cached) throws Refusal {
        if (!cached.unknown().isEmpty()) {
            throw new Refusal(
                    "this agent does not know @Cached(" + String.join(", ", cached.unknown()) + ")",
                    "Use an agent as new as the annotations.");
        }
    }

    private static void checkKey(String template, KeyParameters parameters) throws Refusal {
        try {
            KeyTemplate.parse(template, parameters);
        } catch (KeyTemplateException e) {
            throw new Refusal(String.valueOf(e.getMessage()), e.remedy());
        }
    }

    private static long ttlMillis(CachedAnnotation cached) throws Refusal {
        long millis = cached.unit().toMillis(cached.ttl());
        if (millis <= 0) {
            throw new Refusal(
                    "its ttl, " + written(cached.ttl(), cached.unit()) + ", is less than a millisecond",
                    "Write a ttl greater than 0.");
        }
        checkNotTooLong("ttl", cached.ttl(), cached.unit());
        return millis;
    }

    /** A time below a millisecond becomes one: 0 would mean not to store null at all. */
    private static long nullTtlMillis(CachedAnnotation cached, long ttlMillis) throws Refusal {
        if (cached.nullTtl() < 0) {
            return ttlMillis;
        }
        checkNotTooLong("nullTtl", cached.nullTtl(), cached.unit());
        return cached.nullTtl() == 0 ? 0 : Math.max(1, cached.unit().toMillis(cached.nullTtl()));
    }

    private static void checkNotTooLong(String attribute, long time, TimeUnit unit) throws Refusal {
        if (unit.toMillis(time) > MAX_TTL_MILLIS) {
            throw new Refusal(
                    "its " + attribute + ", " + written(time, unit) + ", is more than ten years",
                    "Write a shorter one, such as Ttl.PERMANENT, and check its unit.");
        }
    }

    private static String written(long time, TimeUnit unit) {
        return time + " " + unit;
    }
}
