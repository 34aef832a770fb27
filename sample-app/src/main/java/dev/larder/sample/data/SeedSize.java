package dev.larder.sample.data;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How many rows to make.
 *
 * @param users at least 1
 * @param projects at least 1
 * @param eventsPerMembership at most so many; a few memberships have that many, most have far fewer
 */
@ConfigurationProperties("sample.seed")
public record SeedSize(long users, long projects, long eventsPerMembership) {

    public SeedSize {
        if (users < 1 || projects < 1 || eventsPerMembership < 1) {
            throw new IllegalArgumentException("sample.seed.* must be at least 1, found users=" + users + ", projects="
                    + projects + ", events-per-membership=" + eventsPerMembership);
        }
    }
}
