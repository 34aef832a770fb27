package dev.larder.agent.core.plan;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a method is warmed, besides after the start.
 *
 * <p><b>Shape.</b> {@code 10m}, a whole number of {@code s}, {@code m}, {@code h} or {@code d}; or {@code 05:30, 17:30}, times
 * of the day; or empty.
 *
 * @param period null for no duration
 * @param times in their order; none for no times of the day
 */
public record WarmSchedule(@Nullable Duration period, List<LocalTime> times) {

    private static final Pattern PERIOD = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-3]):([0-5]\\d)");
    private static final String REMEDY =
            "Write a duration such as 30s, 10m, 2h or 1d, times of the day such as 05:30, 17:30, or leave"
                    + " it out for after the start only.";

    public WarmSchedule {
        times = List.copyOf(times);
    }

    /** Reads the attribute of an annotation. */
    public static WarmSchedule parse(String text) throws Refusal {
        String written = text.strip();
        if (written.isEmpty()) {
            return new WarmSchedule(null, List.of());
        }
        Matcher period = PERIOD.matcher(written);
        return period.matches() ? every(text, period) : new WarmSchedule(null, times(text));
    }

    private static WarmSchedule every(String text, Matcher written) throws Refusal {
        long number = Long.parseLong(written.group(1));
        if (number == 0) {
            throw refusal(text, ", which is less than a second");
        }
        Duration period =
                switch (written.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
        return new WarmSchedule(period, List.of());
    }

    private static List<LocalTime> times(String text) throws Refusal {
        TreeSet<LocalTime> times = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            Matcher time = TIME.matcher(part.strip());
            if (!time.matches()) {
                throw refusal(text, ", which is neither a duration nor times of the day");
            }
            times.add(LocalTime.of(Integer.parseInt(time.group(1)), Integer.parseInt(time.group(2))));
        }
        return List.copyOf(times);
    }

    private static Refusal refusal(String text, String why) {
        return new Refusal("its schedule is '" + text + "'" + why, REMEDY);
    }

    /** How long it is from {@code now} to the next turn; null if there is none. Never 0. */
    public @Nullable Duration untilNext(ZonedDateTime now) {
        if (period != null || times.isEmpty()) {
            return period;
        }
        for (int days = 0; days <= 2; days++) {
            for (LocalTime time : times) {
                // A time that the clocks skip on that day comes as much later.
                ZonedDateTime next =
                        now.toLocalDate().plusDays(days).atTime(time).atZone(now.getZone());
                if (next.isAfter(now)) {
                    return Duration.between(now, next);
                }
            }
        }
        throw new IllegalStateException("no " + times + " within two days of " + now);
    }
}
