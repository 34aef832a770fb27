package dev.larder.sample.user;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class UserRepository {

    private static final String PROFILE = """
            with totals as (
                select user_id, sum(points) as points, count(*) as events, max(occurred_at) as last_seen,
                       rank() over (order by sum(points) desc) as place
                from activity_events
                group by user_id
            ),
            topics as (
                select p.topic, sum(e.points) as points
                from activity_events e join projects p on p.id = e.project_id
                where e.user_id = :id
                group by p.topic
            )
            select u.id, u.name, u.city, u.joined_on,
                   (select count(*) from memberships m where m.user_id = u.id) as projects,
                   coalesce(t.events, 0) as events,
                   coalesce(t.points, 0) as points,
                   coalesce(t.place, (select count(*) + 1 from totals)) as rank,
                   (select topic from topics order by points desc, topic fetch first row only) as favourite_topic,
                   t.last_seen
            from users u left join totals t on t.user_id = u.id
            where u.id = :id
            """;

    private final JdbcClient jdbc;

    UserRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<User> find(long id) {
        return jdbc.sql("select id, name, city, joined_on from users where id = :id")
                .param("id", id)
                .query(User.class)
                .optional();
    }

    /** In no order, without those that do not exist. */
    List<User> findAll(List<Long> ids) {
        return jdbc.sql("select id, name, city, joined_on from users where id in (:ids)")
                .param("ids", ids)
                .query(User.class)
                .list();
    }

    Optional<UserProfile> findProfile(long id) {
        return jdbc.sql(PROFILE).param("id", id).query(UserProfile.class).optional();
    }

    /** Returns false when there is no such user. */
    boolean update(long id, UserChange change) {
        return jdbc.sql("update users set name = :name, city = :city where id = :id")
                        .param("name", change.name())
                        .param("city", change.city())
                        .param("id", id)
                        .update()
                == 1;
    }
}
