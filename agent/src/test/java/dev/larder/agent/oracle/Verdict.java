package dev.larder.agent.oracle;

import java.util.List;

/**
 * What the checker found.
 *
 * @param reads all that were checked
 * @param exempt of these, reads that were allowed something older than the newest eviction that had returned
 * @param behind of these in turn, reads that made use of it
 */
record Verdict(int reads, int exempt, int behind, List<Violation> violations) {

    Verdict {
        violations = List.copyOf(violations);
    }
}
