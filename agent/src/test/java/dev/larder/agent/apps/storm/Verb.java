package dev.larder.agent.apps.storm;

/** What a thread of a storm does, with its share: of a thousand reads, or of a thousand changes. */
enum Verb {
    READ(280),
    /** The same row as a value that is no constant: another entry under the same key. */
    READ_SHEET(100),
    /** A row that is read with its tag. */
    READ_TAGGED(0),
    /** An entry whose load reads that of a row. */
    READ_PAIR(60),
    /** The same from a copy of the row. */
    READ_PAIR_OF_NEAR(10),
    /** The row as a value that is refreshed, by another thread or by its reader, or that serves when its load fails. */
    READ_REFRESHED(100),
    READ_REFRESHED_HERE(20),
    READ_KEPT(20),
    /** From the copy of this process, or from what only this process has. */
    READ_NEAR(40),
    READ_LOCAL(15),
    /** What is written behind. */
    READ_BEHIND(15),
    /** Several rows in one call, in a map by name or in a list. */
    READ_MAP(80),
    READ_LIST(60),
    READ_SHEETS(30),
    /** Entries whose load reads those of several rows in one call. */
    READ_PAIRS(30),
    GET_OR_LOAD(60),
    GET(40),
    GET_ALL(40),

    UPDATE(516),
    UPDATE_MANY(40),
    UPDATE_GROUP(40),
    /** A row and the tag of its group, in one call. */
    UPDATE_KEY_AND_GROUP(30),
    UPDATE_MATCHING(15),
    /** The rows and what is made from them, in one call. */
    UPDATE_MATCHING_AND_PAIRS(10),
    UPDATE_AND_FAIL(20),
    EVICT_FIRST(20),
    PUT(80),
    PUT_BY_RESULT(20),
    /** Several rows in one call. */
    PUT_MANY(30),
    EVICT(80),
    EVICT_ALL(40),
    WRITE_BEHIND(20),
    /** Evicts behind what was written before. */
    EVICT_BEHIND(10),
    EVICT_TAG(15),
    EVICT_PATTERN(5),
    EVICT_EVERYTHING(2),
    OPERATOR_EVICT(4),
    OPERATOR_EVICT_MATCHING(2),
    OPERATOR_EVICT_ALL(1),

    /** Follows changes of a row. */
    EVICT_PAIR(0),

    /** In the chronicle: a body has read its row. */
    LOAD(0);

    private static final int THOUSAND = 1_000;
    private static final Verb[] READS = table(READ, GET_ALL);
    private static final Verb[] CHANGES = table(UPDATE, OPERATOR_EVICT_ALL);
    private static final Verb[] WIDE_CHANGES = {
        UPDATE_MATCHING, UPDATE_MATCHING_AND_PAIRS, EVICT_PATTERN, EVICT_EVERYTHING
    };

    private final int share;

    Verb(int share) {
        this.share = share;
    }

    static Verb anyRead(int dice) {
        return READS[dice];
    }

    static Verb anyChange(int dice) {
        return CHANGES[dice];
    }

    /** One of those that go through the keys there are. */
    static Verb anyWideChange(int dice) {
        return WIDE_CHANGES[dice % WIDE_CHANGES.length];
    }

    private static Verb[] table(Verb first, Verb last) {
        Verb[] table = new Verb[THOUSAND];
        int filled = 0;
        for (int verb = first.ordinal(); verb <= last.ordinal(); verb++) {
            for (int i = 0; i < values()[verb].share; i++) {
                table[filled++] = values()[verb];
            }
        }
        if (filled != THOUSAND) {
            throw new IllegalStateException(filled + " of a thousand");
        }
        return table;
    }
}
