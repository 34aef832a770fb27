package dev.larder.sample.community;

public record LeaderboardRow(int rank, long userId, String name, String city, long points, int projects) {}
