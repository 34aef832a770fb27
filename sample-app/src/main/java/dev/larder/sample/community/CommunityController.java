package dev.larder.sample.community;

import dev.larder.sample.web.NotFoundException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
class CommunityController {

    private final CommunityService community;

    CommunityController(CommunityService community) {
        this.community = community;
    }

    @GetMapping("/community/analytics/performance")
    Map<String, List<ProjectPerformance>> performance(@Valid PerformanceQuery query) {
        return community.performance(query);
    }

    @GetMapping("/leaderboard")
    List<LeaderboardRow> leaderboard(@RequestParam(defaultValue = "10") @Min(1) @Max(100) int size) {
        return community.leaderboard(size);
    }

    @GetMapping("/dashboard/{userId}")
    Dashboard dashboard(@PathVariable long userId) {
        return community.dashboard(userId).orElseThrow(() -> NotFoundException.of("user", userId));
    }
}
