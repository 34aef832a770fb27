package dev.larder.benchmarks.near;

import dev.larder.Cached;
import dev.larder.Tier;

/** The methods that are compared: the same but for their tier. */
final class Words {

    private int runs;

    @Cached(key = "near:{id}", ttl = 3_600, tier = Tier.NEAR)
    String near(long id) {
        return word(id);
    }

    @Cached(key = "local:{id}", ttl = 3_600, tier = Tier.LOCAL)
    String local(long id) {
        return word(id);
    }

    @Cached(key = "shared:{id}", ttl = 3_600)
    String shared(long id) {
        return word(id);
    }

    /** How often one of them has run. */
    int runs() {
        return runs;
    }

    private String word(long id) {
        runs++;
        return "word " + id;
    }
}
