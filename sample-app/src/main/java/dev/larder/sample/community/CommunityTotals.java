package dev.larder.sample.community;

public record CommunityTotals(int users, int projects, long events, long points) {}
