package dev.larder.agent.core.store.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What {@link MemoryStore} does as far as {@link MemoryStoreLinearizabilityTest} asks it, one operation after the other:
 * what a reader of its contract would write who had never heard of threads. Public, as Lincheck wants it.
 */
public final class SequentialStore {

    /** A value under the version that the tag had when it was claimed. */
    private record Stored(int value, int tag) {}

    /** The right to store, with the version of the tag. */
    private record Right(int number, int key, int tag, boolean isWriters) {}

    private final Map<Integer, Stored> entries = new HashMap<>();
    private final Map<Integer, Right> standing = new HashMap<>();
    private final Map<Integer, Right> ofThread = new HashMap<>();
    private int tag;
    private int rights;

    /** Made by reflection; begins with what the store under test begins with. */
    public SequentialStore() {
        entries.put(1, new Stored(0, tag));
    }

    public String lookup(int key) {
        Stored stored = entries.get(key);
        return stored == null || stored.tag != tag ? "absent" : "found " + stored.value;
    }

    public String claim(int thread, int key) {
        String seen = lookup(key);
        if (!seen.equals("absent")) {
            return seen;
        }
        Right current = standing.get(key);
        if (current != null && !current.isWriters && current.tag == tag) {
            return "held";
        }
        grant(thread, key, false);
        return "granted";
    }

    public void takeOver(int thread, int key) {
        grant(thread, key, true);
    }

    private void grant(int thread, int key, boolean isWriters) {
        Right right = new Right(rights++, key, tag, isWriters);
        standing.put(key, right);
        ofThread.put(thread, right);
    }

    public boolean store(int thread, int value) {
        Right right = ofThread.get(thread);
        if (right == null || !standing.remove(right.key, right) || right.tag != tag) {
            return false;
        }
        entries.put(right.key, new Stored(value, tag));
        return true;
    }

    public boolean stands(int thread) {
        Right right = ofThread.get(thread);
        return right != null && right.equals(standing.get(right.key)) && right.tag == tag;
    }

    public String putIfAbsent(int key, int value) {
        String seen = lookup(key);
        if (seen.equals("absent")) {
            standing.remove(key);
            entries.put(key, new Stored(value, tag));
        }
        return seen;
    }

    public void evict(int key) {
        entries.remove(key);
        standing.remove(key);
    }

    public void evictTag() {
        tag++;
    }

    /** Two of the same state need not both be explored. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SequentialStore that
                && entries.equals(that.entries)
                && standing.equals(that.standing)
                && ofThread.equals(that.ofThread)
                && tag == that.tag
                && rights == that.rights;
    }

    @Override
    public int hashCode() {
        return Objects.hash(entries, standing, ofThread, tag, rights);
    }
}
