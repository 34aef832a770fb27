package dev.larder.sample.community;

import java.time.LocalDateTime;

public record RecentEvent(String project, String kind, int points, LocalDateTime occurredAt) {}
