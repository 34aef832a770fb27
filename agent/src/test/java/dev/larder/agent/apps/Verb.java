package dev.larder.agent.apps;

/** What can be asked of a {@link WorkerApp}, with the words that follow it. A list of keys is one word, with commas. */
public enum Verb {

    /** {@code key}: reads through the cache. */
    READ,
    /** {@code key group}: reads through the cache an entry that carries the group's tag. */
    READ_TAGGED,
    /** {@code key}: reads through the cache an entry that lives for {@link Items#SHORT_TTL_SECONDS} seconds. */
    READ_SHORT,
    /** {@code key,key,...}: reads all these keys at once, as a map. */
    READ_MAP,
    /** {@code key,key,...}: the same as a list. */
    READ_LIST,
    /** {@code key,key,... group}: the same as a map, of entries that carry the group's tag. */
    READ_MAP_TAGGED,
    /** {@code key}: reads through the cache an entry that is stale soon, and refreshed then. */
    READ_STALE,
    /** {@code key}: reads through the cache, and has nearly every entry refreshed. */
    READ_AHEAD,
    /** As {@link #READ}, by {@link dev.larder.Larder}. */
    GET_OR_LOAD,
    /** As {@link #READ_TAGGED}, by {@link dev.larder.Larder}. */
    GET_OR_LOAD_TAGGED,

    /** {@code key}: writes and evicts the key. */
    UPDATE,
    /** {@code key,key,...}: writes and evicts all these keys at once. */
    UPDATE_MANY,
    /** {@code group}: writes and evicts the group's tag. */
    UPDATE_GROUP,
    /** {@code prefix}: writes and evicts the keys that begin so. */
    UPDATE_MATCHING,
    /** {@code key group}: writes and evicts a key and, with it, the tag of a group. */
    UPDATE_KEY_AND_GROUP,
    /** {@code key}: writes, fails, and evicts all the same. */
    UPDATE_AND_FAIL,
    /** {@code key}: evicts the key before it writes: of what it writes nothing is promised. */
    EVICT_FIRST,

    /** {@code key}: writes and stores what it has written. */
    PUT,
    /** {@code key group}: the same with an entry that carries the group's tag. */
    PUT_TAGGED,
    /** {@code key}: the same where the cache learns the key from the result. */
    PUT_BY_RESULT,
    /** {@code key,key,...}: writes all these keys and stores what it has written. */
    PUT_MANY,

    /** {@code key,key,...}: writes and evicts all these keys at once, by {@link dev.larder.Larder}, as do the next two. */
    EVICT_ALL,
    /** {@code group}: writes and evicts the group's tag. */
    EVICT_TAG,
    /** {@code prefix}: writes and evicts the keys that begin so. */
    EVICT_PATTERN,

    /** {@code key}: writes and evicts the key over JMX. */
    OPERATOR_EVICT,
    /** {@code prefix}: the same with the keys that begin so. */
    OPERATOR_EVICT_MATCHING,
    /** Writes and evicts everything over JMX. */
    OPERATOR_EVICT_ALL;

    public boolean readsMany() {
        return this == READ_MAP || this == READ_LIST || this == READ_MAP_TAGGED;
    }

    /** Whether its body may run when the call has returned. */
    public boolean refreshes() {
        return this == READ_STALE || this == READ_AHEAD;
    }

    /** They come first. */
    public boolean isRead() {
        return compareTo(GET_OR_LOAD_TAGGED) <= 0;
    }
}
