package dev.larder.sample.community;

import dev.larder.Cached;
import dev.larder.Tier;
import dev.larder.Ttl;
import dev.larder.Warm;
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

    /**
     * Returns the best projects by topic. Reads every event there is and takes its time, which nobody has to wait for more than once: after
     * its ttl the old answer serves while one caller has it made anew.
     */
    @Cached(
            key = "community:performance:{query.topic}:{query.top}",
            ttl = Ttl.MEDIUM,
            staleTtl = Ttl.LONG,
            tags = {"projects", "activity"})
    public Map<String, List<ProjectPerformance>> performance(PerformanceQuery query) {
        return community.performance(query).stream()
                .collect(Collectors.groupingBy(ProjectPerformance::topic, TreeMap::new, Collectors.toList()));
    }

    /** Sizes nobody's page asks for are answered without keeping the answer, and so is the time before the first event. */
    @Cached(
            key = "community:leaderboard:{size}",
            ttl = Ttl.SHORT,
            refreshAhead = 0.8,
            when = "isCommonSize",
            unless = "isEmpty",
            tags = {"people", "activity"})
    @Warm(arguments = "sizesOfThePages")
    public List<LeaderboardRow> leaderboard(int size) {
        return community.leaderboard(size);
    }

    /** Those that the dashboard and the page ask for, called once after the start. */
    static List<Integer> sizesOfThePages() {
        return List.of(5, 10);
    }

    boolean isCommonSize(int size) {
        return size <= 10 || size % 10 == 0;
    }

    static boolean isEmpty(List<LeaderboardRow> rows) {
        return rows.isEmpty();
    }

    /** On every dashboard, so each process keeps a copy. Cached under the method's own signature, for want of arguments. */
    @Cached(ttl = 1, unit = TimeUnit.MINUTES, tags = "activity", tier = Tier.NEAR)
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
