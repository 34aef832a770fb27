package dev.larder.sample.user;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A user with what their events say about them.
 *
 * @param rank place among all users by points, 1 being the first; users with equal points share a place
 * @param lastSeen null for a user who never did anything
 */
public record UserProfile(
        long id,
        String name,
        String city,
        LocalDate joinedOn,
        int projects,
        int events,
        long points,
        int rank,
        @Nullable String favouriteTopic,
        @Nullable LocalDateTime lastSeen) {}
