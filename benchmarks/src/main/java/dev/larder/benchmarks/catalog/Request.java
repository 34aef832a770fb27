package dev.larder.benchmarks.catalog;

/** An argument whose key lies two steps inside. */
public record Request(String trace, User user) {}
