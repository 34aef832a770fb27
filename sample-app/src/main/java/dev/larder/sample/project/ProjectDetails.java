package dev.larder.sample.project;

import java.time.LocalDate;
import java.util.List;

/**
 * A project with its people.
 *
 * @param contributors the most active ones, by points
 */
public record ProjectDetails(
        long id,
        String name,
        String topic,
        String owner,
        LocalDate startedOn,
        int members,
        int events,
        long points,
        List<Contributor> contributors) {

    public ProjectDetails {
        contributors = List.copyOf(contributors);
    }

    /**
     * One person's part in the project.
     *
     * @param share of the project's points, in percent
     */
    public record Contributor(long userId, String name, long points, double share) {}
}
