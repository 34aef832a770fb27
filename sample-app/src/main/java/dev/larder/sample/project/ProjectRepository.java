package dev.larder.sample.project;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import dev.larder.Ttl;
import dev.larder.sample.project.ProjectDetails.Contributor;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class ProjectRepository {

    private static final String SUMMARY = """
            select p.id, p.name, p.topic, u.name as owner, p.started_on,
                   (select count(*) from memberships m where m.project_id = p.id) as members,
                   (select count(*) from activity_events e where e.project_id = p.id) as events,
                   (select coalesce(sum(points), 0) from activity_events e where e.project_id = p.id) as points
            from projects p join users u on u.id = p.owner_id
            where p.id = :id
            """;

    private static final String CONTRIBUTORS = """
            select u.id as user_id, u.name, sum(e.points) as points,
                   round(100.0 * sum(e.points) / sum(sum(e.points)) over (), 1) as share
            from activity_events e join users u on u.id = e.user_id
            where e.project_id = :id
            group by u.id, u.name
            order by points desc, u.id
            fetch first 5 rows only
            """;

    private final JdbcClient jdbc;

    ProjectRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Cached(key = "project:{id}", ttl = Ttl.SHORT, tags = "people")
    public Optional<ProjectDetails> findById(long id) {
        return jdbc.sql(SUMMARY)
                .param("id", id)
                .query(Summary.class)
                .optional()
                .map(summary -> summary.with(contributors(id)));
    }

    /** The ids of the people who belong to it, in their order. */
    @Cached(key = "project:{id}:members", ttl = Ttl.MEDIUM)
    public List<Long> memberIds(long id) {
        return jdbc.sql("select user_id from memberships where project_id = :id order by user_id")
                .param("id", id)
                .query(Long.class)
                .list();
    }

    /** Returns false when there is no such project. Everything that shows a project's name carries the tag. */
    @CacheEvict(key = "project:{id}", tag = "projects")
    boolean update(long id, ProjectChange change) {
        return jdbc.sql("update projects set name = :name where id = :id")
                        .param("name", change.name())
                        .param("id", id)
                        .update()
                == 1;
    }

    /** Everything that ranks people or projects carries the tag. */
    @CacheEvict(
            key = {"project:{projectId}", "user:{event.userId}:recent"},
            tag = "activity")
    void addEvent(long projectId, NewEvent event, LocalDateTime occurredAt) {
        jdbc.sql("""
                insert into activity_events (user_id, project_id, kind, points, minutes, occurred_at)
                values (:userId, :projectId, :kind, :points, :minutes, :occurredAt)
                """)
                .param("userId", event.userId())
                .param("projectId", projectId)
                .param("kind", event.kind().name())
                .param("points", event.points())
                .param("minutes", event.minutes())
                .param("occurredAt", occurredAt)
                .update();
    }

    private List<Contributor> contributors(long id) {
        return jdbc.sql(CONTRIBUTORS).param("id", id).query(Contributor.class).list();
    }

    private record Summary(
            long id,
            String name,
            String topic,
            String owner,
            LocalDate startedOn,
            int members,
            int events,
            long points) {

        ProjectDetails with(List<Contributor> contributors) {
            return new ProjectDetails(id, name, topic, owner, startedOn, members, events, points, contributors);
        }
    }
}
