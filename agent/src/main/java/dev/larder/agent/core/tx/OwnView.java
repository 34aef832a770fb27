package dev.larder.agent.core.tx;

/**
 * Why a transaction may read other rows than callers outside of it read at the same time. What it reads is neither
 * shared nor stored.
 */
public enum OwnView {

    /** It was not declared read-only: it may read its own writes, which may be rolled back. */
    MAY_WRITE(
            "that may write, and what that reads may be rolled back",
            "Declare the transaction read-only, @Transactional(readOnly = true), or call the method outside of one"),

    /** It reads what was committed when it began to read. */
    SNAPSHOT(
            "that reads from a snapshot, and what that reads may be older than an eviction",
            "Declare it to read what is committed, @Transactional(readOnly = true, isolation ="
                    + " Isolation.READ_COMMITTED), or call the method outside of one"),

    /** It reads through a session of JPA, Hibernate or MyBatis, which may answer from what it has read before. */
    SESSION(
            "with a session of JPA, Hibernate or MyBatis, which remembers what it has read, and that may be older than"
                    + " an eviction",
            "Call the method outside of one, @Transactional(propagation = Propagation.NOT_SUPPORTED)"),

    /** It reads what others have not committed. */
    UNCOMMITTED(
            "that reads what others have not committed, which may be rolled back",
            "Declare it to read what is committed, @Transactional(readOnly = true, isolation ="
                    + " Isolation.READ_COMMITTED), or call the method outside of one"),

    /** Neither its declaration nor its connection tells its isolation level. */
    UNKNOWN(
            "that may read from a snapshot: its isolation was not declared, and no JDBC connection of Spring's tells",
            "Declare it to read what is committed, @Transactional(readOnly = true, isolation ="
                    + " Isolation.READ_COMMITTED), or call the method outside of one"),

    /** JTA has no read-only transactions, and code that joins one does not know what was written in it before. */
    JTA(
            "of JTA's, which may write, and what that reads may be rolled back",
            "Call the method outside of one, @Transactional(TxType.NOT_SUPPORTED)");

    private final String clause;
    private final String remedy;

    OwnView(String clause, String remedy) {
        this.clause = clause;
        this.remedy = remedy;
    }

    /** Continues the text "a transaction". */
    public String clause() {
        return clause;
    }

    /** What the developer can do about it. */
    public String remedy() {
        return remedy;
    }
}
