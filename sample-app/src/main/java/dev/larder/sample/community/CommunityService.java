package dev.larder.sample.community;

import dev.larder.Cached;
import dev.larder.Ttl;
import dev.larder.sample.user.UserService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

@Service
public class CommunityService {

    private final CommunityRepository community;
    private final UserService users;

    CommunityService(CommunityRepository community, UserService users) {
        this.community = community;
        this.users = users;
    }

    /** Returns the best projects by topic. Reads every event there is and takes its time. */
    @Cached(
            key = "community:performance:{query.topic}:{query.top}",
            ttl = Ttl.MEDIUM,
            tags = {"projects", "activity"})
    public Map<String, List<ProjectPerformance>> performance(PerformanceQuery query) {
        return community.performance(query).stream()
                .collect(Collectors.groupingBy(ProjectPerformance::topic, TreeMap::new, Collectors.toList()));
    }

    /** Sizes nobody's page asks for are answered without keeping the answer, and so is the time before the first event. */
    @Cached(
            key = "community:leaderboard:{size}",
            ttl = Ttl.SHORT,
            when = "isCommonSize",
            unless = "isEmpty",
            tags = {"people", "activity"})
    public List<LeaderboardRow> leaderboard(int size) {
        return community.leaderboard(size);
    }

    boolean isCommonSize(int size) {
        return size <= 10 || size % 10 == 0;
    }

    static boolean isEmpty(List<LeaderboardRow> rows) {
        return rows.isEmpty();
    }

    /** Cached under the method's own signature, for want of arguments. */
    @Cached(ttl = 1, unit = TimeUnit.MINUTES, tags = "activity")
    public CommunityTotals totals() {
        return community.totals();
    }

    @Cached(key = "user:{userId}:recent", ttl = 15, tags = "projects")
    public Map<String, List<RecentEvent>> recent(long userId) {
        return community.recentEvents(userId).stream()
                .collect(Collectors.groupingBy(RecentEvent::kind, TreeMap::new, Collectors.toList()));
    }

    /** Not cached itself: its parts are, those of this very class included. */
    public Optional<Dashboard> dashboard(long userId) {
        return users.profile(userId).map(user -> new Dashboard(user, totals(), leaderboard(5), recent(userId)));
    }
}
