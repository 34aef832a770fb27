package dev.larder.sample.user;

import dev.larder.CachePut;
import dev.larder.Cached;
import dev.larder.Ttl;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** When users were here: written with every visit, so that the visitor must not wait for it, and only the last one counts. */
@Repository
public class PresenceRepository {

    private final JdbcClient jdbc;

    PresenceRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns when the cache has it. This body runs soon, on a thread of the cache, and again if it fails. */
    @CachePut(key = "user:{id}:visit", ttl = Ttl.LONG, value = "{when}", writeBehind = true)
    public void visited(long id, LocalDateTime when) {
        boolean isThere = jdbc.sql("update visits set last_visit = :when where user_id = :id")
                        .param("when", when)
                        .param("id", id)
                        .update()
                == 1;
        if (!isThere) {
            jdbc.sql("insert into visits (user_id, last_visit) values (:id, :when)")
                    .param("id", id)
                    .param("when", when)
                    .update();
        }
    }

    @Cached(key = "user:{id}:visit", ttl = Ttl.LONG)
    public @Nullable LocalDateTime lastVisit(long id) {
        return jdbc.sql("select last_visit from visits where user_id = :id")
                .param("id", id)
                .query(LocalDateTime.class)
                .optional()
                .orElse(null);
    }
}
