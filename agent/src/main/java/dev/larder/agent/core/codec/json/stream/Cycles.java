package dev.larder.agent.core.codec.json.stream;

import java.util.BitSet;

/**
 * Which objects of a value refer, themselves or through others, to an object around them. Such an object is incomplete until
 * the outermost one is complete that it can reach: until then its hash code may be another one.
 *
 * <p>The writer and the reader meet objects in the same order, so they agree. As in Tarjan's algorithm for strongly connected
 * components, each open object knows the outermost open one that it can reach.
 *
 * <p><b>Threads.</b> Confined to one call at a time, and used again for the next one.
 */
final class Cycles {

    private static final int NONE = Integer.MAX_VALUE;
    private static final int MOST_KEPT = 1 << 14;

    /** For each open object, the number that the first one completed inside it has. */
    private final int[] firsts = new int[ValueWriter.MAX_DEPTH + 1];

    /** For each open object, the lowest depth of an open one that can be reached from what is in it. */
    private final int[] lowest = new int[ValueWriter.MAX_DEPTH + 1];

    /** The numbers of completed objects that refer to open ones. */
    private BitSet waiting = new BitSet(0);

    private boolean any;

    void clear() {
        if (any) {
            waiting = waiting.size() > MOST_KEPT ? new BitSet(0) : waiting;
            waiting.clear();
            any = false;
        }
        lowest[0] = NONE;
    }

    /** Whether the value has a cycle. */
    boolean any() {
        return any;
    }

    /** An object at {@code depth} begins, and {@code completed} ones are complete. */
    void open(int depth, int completed) {
        firsts[depth] = completed;
        lowest[depth] = NONE;
    }

    /** The object at {@code depth} has a reference to the one around it, or to itself, at depth {@code enclosing}. */
    void referToOpen(int depth, int enclosing) {
        any = true;
        reach(depth, enclosing);
    }

    /** The object at {@code depth} has a reference to a completed one. */
    void refer(int depth, int number) {
        if (any && waiting.get(number)) {
            int common = depth;
            while (firsts[common] > number) { // until it is one that the completed object is in
                common--;
            }
            reach(depth, common);
        }
    }

    private void reach(int depth, int enclosing) {
        lowest[depth] = Math.min(lowest[depth], enclosing);
    }

    /** Whether something in the open object at {@code depth} can reach it, or one around it. */
    boolean isWaiting(int depth) {
        return lowest[depth] != NONE;
    }

    /** How many objects were complete when the one at {@code depth} began. */
    int firstIn(int depth) {
        return firsts[depth];
    }

    /**
     * The object at {@code depth} is complete, and has {@code number}.
     *
     * @return whether that ends a cycle: all objects in it are complete now that were not
     */
    boolean close(int depth, int number) {
        int reached = lowest[depth];
        if (reached == NONE) {
            return false;
        }
        if (reached < depth) {
            waiting.set(number);
            reach(depth - 1, reached);
            return false;
        }
        waiting.clear(firsts[depth], number + 1);
        return true;
    }
}
