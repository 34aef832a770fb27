package dev.larder.sample.community;

import dev.larder.sample.user.UserProfile;
import java.util.List;
import java.util.Map;

/**
 * What one user sees first.
 *
 * @param recent the user's last events by kind
 */
public record Dashboard(
        UserProfile user,
        CommunityTotals community,
        List<LeaderboardRow> leaderboard,
        Map<String, List<RecentEvent>> recent) {}
