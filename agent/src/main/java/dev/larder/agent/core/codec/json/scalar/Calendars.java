package dev.larder.agent.core.codec.json.scalar;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.TimeZone;

/** A calendar as text: time, id of the time zone, leniency, first day and shortest first week, and when it became Gregorian. */
@SuppressWarnings("JavaUtilDate") // applications still have them
final class Calendars {

    private static final int PARTS = 6;

    private Calendars() {}

    static void write(ValueWriter out, GregorianCalendar value) throws CodecException {
        TimeZone zone = value.getTimeZone();
        if (!TimeZone.getTimeZone(zone.getID()).equals(zone)) {
            throw out.refuse("a calendar with a time zone that its id does not say all about");
        }
        out.json()
                .writeString(value.getTimeInMillis() + " " + zone.getID() + " " + value.isLenient() + " "
                        + value.getFirstDayOfWeek() + " " + value.getMinimalDaysInFirstWeek() + " "
                        + value.getGregorianChange().getTime());
    }

    static GregorianCalendar read(ValueReader in) throws CodecException {
        String[] parts = in.text().split(" ", PARTS);
        if (parts.length < PARTS || !TimeZone.getTimeZone(parts[1]).getID().equals(parts[1])) {
            throw in.malformed("not a calendar");
        }
        GregorianCalendar made = new GregorianCalendar(TimeZone.getTimeZone(parts[1]));
        made.setGregorianChange(new Date(Long.parseLong(parts[5])));
        made.setFirstDayOfWeek(Integer.parseInt(parts[3]));
        made.setMinimalDaysInFirstWeek(Integer.parseInt(parts[4]));
        made.setTimeInMillis(Long.parseLong(parts[0]));
        made.setLenient(Boolean.parseBoolean(parts[2]));
        return made;
    }
}
