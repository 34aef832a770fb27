package dev.larder.sample.data;

/** The statements that make the rows, in SQL that H2 and PostgreSQL both take. */
final class SeedSql {

    static final String USERS = """
            insert into users (id, name, city, joined_on)
            select n,
                   (array['Ada', 'Alan', 'Amina', 'Barbara', 'Bjarne', 'Chidi', 'Dana', 'Edsger', 'Elif', 'Emeka',
                          'Frances', 'Grace', 'Hana', 'Ingrid', 'Jamal', 'Jun', 'Katherine', 'Kofi', 'Lena', 'Linus',
                          'Mei', 'Nadia', 'Omar', 'Priya', 'Radia', 'Sofia', 'Tomas', 'Yuki', 'Zofia'])
                       [cast(1 + mod(h, 29) as int)]
                   || ' ' ||
                   (array['Adeyemi', 'Bauer', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'Garcia', 'Haddad', 'Ito',
                          'Jansen', 'Kaya', 'Lindqvist', 'Moreau', 'Nakamura', 'Okafor', 'Petrov', 'Quinn', 'Rossi',
                          'Santos', 'Tanaka', 'Usman', 'Vega', 'Weber', 'Yilmaz', 'Zhang'])
                       [cast(1 + mod(h / 29, 25) as int)],
                   (array['Accra', 'Berlin', 'Bogota', 'Istanbul', 'Kyoto', 'Lagos', 'Lisbon', 'Malmo', 'Mumbai',
                          'Oslo', 'Porto', 'Toronto', 'Turin', 'Utrecht'])[cast(1 + mod(h / 725, 14) as int)],
                   cast(date '2021-01-01' + mod(h / 10150, 1400) * interval '1' day as date)
            from (select n, %s as h from generate_series(1, :users) as s (n)) as series
            """.formatted(hash("n"));

    static final String PROJECTS = """
            insert into projects (id, name, topic, owner_id, started_on)
            select n,
                   (array['amber', 'brisk', 'calm', 'deep', 'eager', 'fair', 'gentle', 'hollow', 'ivory', 'keen',
                          'lunar', 'mellow', 'noble', 'quiet', 'rapid', 'silver', 'tidal', 'vivid'])
                       [cast(1 + mod(h, 18) as int)]
                   || '-' ||
                   (array['anchor', 'beacon', 'cedar', 'delta', 'ember', 'falcon', 'garnet', 'harbor', 'island',
                          'lantern', 'meadow', 'nebula', 'otter', 'pebble', 'quartz', 'ridge', 'sparrow'])
                       [cast(1 + mod(h / 18, 17) as int)]
                   || '-' || cast(n as varchar(10)),
                   (array['databases', 'networking', 'graphics', 'compilers', 'security', 'testing'])
                       [cast(1 + mod(h / 306, 6) as int)],
                   1 + mod(h / 1836, :users),
                   cast(date '2021-01-01' + mod(h / 613, 1400) * interval '1' day as date)
            from (select n, %s as h from generate_series(1, :projects) as s (n)) as series
            """.formatted(hash("n + 7000001"));

    /** Up to eight projects for each user; low project numbers are the popular ones, as the square of the hash has it. */
    static final String MEMBERSHIPS = """
            insert into memberships (user_id, project_id, joined_on)
            select user_id, project_id, cast(date '2024-01-01' + min(mod(h, 360)) * interval '1' day as date)
            from (
                select n as user_id,
                       1 + (mod(h, 1000) * mod(h, 1000) * :projects) / 1000000 as project_id,
                       h
                from (
                    select n, %s as h
                    from generate_series(1, :users) as s (n) cross join generate_series(1, 8) as t (slot)
                ) as hashed
            ) as chosen
            group by user_id, project_id
            """.formatted(hash("n * 8 + slot + 15000017"));

    /** Between one event and the most for each membership; few are very active. */
    static final String EVENTS =
            """
            insert into activity_events (user_id, project_id, kind, points, minutes, occurred_at)
            select user_id, project_id,
                   (array['COMMIT', 'COMMIT', 'COMMIT', 'REVIEW', 'REVIEW', 'ISSUE', 'ANSWER'])
                       [cast(1 + mod(h, 7) as int)],
                   cast(1 + mod(h / 7, 13) as int),
                   cast(2 + (mod(h / 91, 100) * mod(h / 91, 100)) / 40 as int),
                   timestamp '2025-01-01 00:00:00' + mod(h / 1009, 525600) * interval '1' minute
            from (
                select user_id, project_id, %s as h
                from (
                    select user_id, project_id, %s as activity from memberships
                ) as m
                join generate_series(1, :most) as s (n)
                    on n <= 1 + (mod(activity, 100) * mod(activity, 100) * :most) / 10000
            ) as hashed
            """.formatted(hash("user_id * 60013 + project_id * 211 + n"), hash("user_id * 613 + project_id"));

    private SeedSql() {}

    /**
     * Spreads small numbers over 0 to 2^31: a linear step, then a square, so that neighbours do not end up in line. The
     * square of a number below 2^31 still fits a bigint. The cast is for H2, whose {@code mod} has its divisor's type.
     */
    private static String hash(String number) {
        String linear = "mod((%s) * 48271, cast(2147483647 as bigint))".formatted(number);
        return "mod(%s * %s, 2147483629)".formatted(linear, linear);
    }
}
