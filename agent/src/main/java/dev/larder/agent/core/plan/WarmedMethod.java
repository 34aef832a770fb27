package dev.larder.agent.core.plan;

import dev.larder.agent.core.base.Tier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cached method that is called before anybody needs its results. The woven class holds it at the end of its constructors, or of
 * its initializer if the method is static.
 *
 * @param signature as in {@link MethodPlan}
 * @param ttlMillis how long its entries stay fresh, as written
 * @param arguments what yields the arguments; null for a method without parameters
 * @param isOfEachObject whether its entries may depend on the object
 * @param tier where its results are kept, as written
 * @param sensitive whether its keys and values are secret
 */
public record WarmedMethod(
        String signature,
        String name,
        String descriptor,
        boolean isStatic,
        String schedule,
        long ttlMillis,
        @Nullable Source arguments,
        boolean isOfEachObject,
        Tier tier,
        boolean sensitive) {

    /** A method without parameters of the same class, perhaps an inherited one. */
    public record Source(String name, String descriptor, boolean isStatic) {}

    /** The methods as constants of a class file. */
    public static Object[] toConstants(List<WarmedMethod> methods) {
        return new Object[] {text(methods)};
    }

    public static List<WarmedMethod> fromConstants(Object[] constants) {
        return new PlanText.Reader((String) constants[0]).list(WarmedMethod::read);
    }

    public static boolean fitClassFile(List<WarmedMethod> methods) {
        return PlanText.isConstant(text(methods));
    }

    private static String text(List<WarmedMethod> methods) {
        return new PlanText.Writer().add(methods, WarmedMethod::write).text();
    }

    private void write(PlanText.Writer out) {
        out.add(signature).add(name).add(descriptor).add(isStatic).add(schedule);
        out.add(ttlMillis).add(isOfEachObject).add(tier).add(sensitive).add(arguments != null);
        if (arguments != null) {
            out.add(arguments.name).add(arguments.descriptor).add(arguments.isStatic);
        }
    }

    private static WarmedMethod read(PlanText.Reader in) {
        String signature = in.text();
        String name = in.text();
        String descriptor = in.text();
        boolean isStatic = in.flag();
        String schedule = in.text();
        long ttlMillis = in.number();
        boolean isOfEachObject = in.flag();
        Tier tier = in.constant(Tier.class);
        boolean sensitive = in.flag();
        Source arguments = in.flag() ? new Source(in.text(), in.text(), in.flag()) : null;
        return new WarmedMethod(
                signature, name, descriptor, isStatic, schedule, ttlMillis, arguments, isOfEachObject, tier, sensitive);
    }
}
