package dev.larder.sample.project;

public enum EventKind {
    COMMIT,
    REVIEW,
    ISSUE,
    ANSWER
}
