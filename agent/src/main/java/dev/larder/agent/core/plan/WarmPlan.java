package dev.larder.agent.core.plan;

/**
 * One {@code @Warm}, as written.
 *
 * @param schedule see {@link WarmSchedule}
 * @param arguments the name of the method that yields the arguments, or empty
 */
public record WarmPlan(String schedule, String arguments) {

    public static final String DESCRIPTOR = "Ldev/larder/Warm;";

    public static WarmPlan of(AnnotationValues values) {
        return new WarmPlan(values.text("schedule", ""), values.text("arguments", ""));
    }
}
