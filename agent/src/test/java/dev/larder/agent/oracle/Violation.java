package dev.larder.agent.oracle;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A read that got an older version than it was promised.
 *
 * @param promised the oldest version it could have got
 * @param story what happened to the key before and meanwhile, a line each
 */
record Violation(Read read, long promised, List<String> story) {

    @Override
    public String toString() {
        return "Stale read of " + read.key() + ": version " + read.version() + ", although " + promised
                + " was promised. Its history:\n  " + story.stream().collect(Collectors.joining("\n  "));
    }
}
