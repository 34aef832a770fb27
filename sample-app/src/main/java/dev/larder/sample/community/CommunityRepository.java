package dev.larder.sample.community;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class CommunityRepository {

    private static final String PERFORMANCE = """
            with paced as (
                select e.*,
                       occurred_at - lag(occurred_at) over (partition by project_id order by occurred_at) as pause
                from activity_events e
            ),
            performance as (
                select p.id as project_id, p.name, p.topic,
                       sum(e.points) as points,
                       count(*) as events,
                       count(distinct e.user_id) as contributors,
                       count(distinct cast(e.occurred_at as date)) as active_days,
                       percentile_disc(0.5) within group (order by e.minutes) as median_minutes,
                       percentile_disc(0.95) within group (order by e.minutes) as p95_minutes,
                       cast(coalesce(extract(epoch from max(e.pause)), 0) / 3600 as int) as longest_pause_hours,
                       row_number() over (partition by p.topic order by sum(e.points) desc, p.id) as rank
                from paced e
                join projects p on p.id = e.project_id
                join memberships m on m.project_id = e.project_id and m.user_id = e.user_id
                where p.topic like :topic
                group by p.id, p.name, p.topic
            )
            select * from performance where rank <= :top order by topic, rank
            """;

    private static final String LEADERBOARD = """
            select rank() over (order by sum(e.points) desc) as rank, u.id as user_id, u.name, u.city,
                   sum(e.points) as points, count(distinct e.project_id) as projects
            from activity_events e join users u on u.id = e.user_id
            group by u.id, u.name, u.city
            order by rank, u.id
            fetch first :size rows only
            """;

    private static final String TOTALS = """
            select (select count(*) from users) as users, (select count(*) from projects) as projects,
                   count(*) as events, coalesce(sum(points), 0) as points
            from activity_events
            """;

    private static final String RECENT = """
            select p.name as project, e.kind, e.points, e.occurred_at
            from activity_events e join projects p on p.id = e.project_id
            where e.user_id = :userId
            order by e.occurred_at desc, p.name
            fetch first 12 rows only
            """;

    private final JdbcClient jdbc;

    CommunityRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Ordered by topic and rank. */
    List<ProjectPerformance> performance(PerformanceQuery query) {
        return jdbc.sql(PERFORMANCE)
                .param("topic", query.topic() == null ? "%" : query.topic())
                .param("top", query.top())
                .query(ProjectPerformance.class)
                .list();
    }

    List<LeaderboardRow> leaderboard(int size) {
        return jdbc.sql(LEADERBOARD)
                .param("size", size)
                .query(LeaderboardRow.class)
                .list();
    }

    CommunityTotals totals() {
        return jdbc.sql(TOTALS).query(CommunityTotals.class).single();
    }

    /** Newest first. */
    List<RecentEvent> recentEvents(long userId) {
        return jdbc.sql(RECENT).param("userId", userId).query(RecentEvent.class).list();
    }
}
