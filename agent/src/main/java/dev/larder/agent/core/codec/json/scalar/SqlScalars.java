package dev.larder.agent.core.codec.json.scalar;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The scalars of the module java.sql; loaded only where an application uses one of them. */
@SuppressWarnings("JavaUtilDate") // applications still have them
final class SqlScalars {

    private static final List<Scalar<?>> TABLE = List.of(
            Scalar.mutableText(Date.class, "sqld", it -> Long.toString(it.getTime()), text -> new Date(millis(text))),
            Scalar.mutableText(Time.class, "sqlt", it -> Long.toString(it.getTime()), text -> new Time(millis(text))),
            Scalar.mutableText(Timestamp.class, "sqls", SqlScalars::print, SqlScalars::parse));

    private SqlScalars() {}

    static @Nullable Scalar<?> of(Class<?> type) {
        return TABLE.stream().filter(row -> row.type() == type).findFirst().orElse(null);
    }

    static @Nullable Scalar<?> ofCode(String code) {
        return TABLE.stream().filter(row -> row.code().equals(code)).findFirst().orElse(null);
    }

    private static String print(Timestamp value) {
        return value.getTime() + " " + value.getNanos();
    }

    private static Timestamp parse(String text) {
        int space = text.indexOf(' ');
        Timestamp value = new Timestamp(millis(text.substring(0, space)));
        value.setNanos(Integer.parseInt(text.substring(space + 1)));
        return value;
    }

    private static long millis(String text) {
        return Long.parseLong(text);
    }
}
