package dev.larder.agent.apps.storm;

import dev.larder.agent.apps.CacheBean;
import javax.management.JMException;

/**
 * Every way to change a row and evict, or put, what is cached of it.
 *
 * <p><b>Threads.</b> Confined to one thread.
 */
final class StormChanges {

    private final SharedTruth truth;
    private final Chronicle chronicle;
    private final Stock stock;
    private final int worker;
    private final StormItems items;
    private final StormItemsInCode inCode;
    private final CacheBean operator;
    private final Object[] behind;

    StormChanges(
            SharedTruth truth,
            Stock stock,
            int worker,
            StormItems items,
            StormItemsInCode inCode,
            CacheBean operator,
            Object[] behind) {
        this.truth = truth;
        this.chronicle = truth.chronicle();
        this.stock = stock;
        this.worker = worker;
        this.items = items;
        this.inCode = inCode;
        this.operator = operator;
        this.behind = behind;
    }

    /** What the call evicts depends on the verb; it writes that row. */
    void make(Verb verb, int row) throws JMException {
        if (verb == Verb.WRITE_BEHIND || verb == Verb.EVICT_BEHIND) {
            changeBehind(verb, truth.rowBehind(worker, row));
            return;
        }
        Writing writing = new Writing(truth, row, covers(verb, row));
        long begin = System.nanoTime();
        boolean wasCutOff = truth.isCutOff(worker);
        truth.beginChange(worker);
        try {
            call(verb, row, writing);
        } finally {
            truth.endChange(worker);
        }
        boolean isTold = !wasCutOff && !truth.isCutOff(worker);
        for (int i = 0; i < writing.covers().length; i++) {
            promise(verb, writing.covers()[i], writing.version(i), begin, isTold);
            if (verb == Verb.UPDATE_MATCHING_AND_PAIRS && !Stock.isTagged(writing.covers()[i])) {
                promise(verb, truth.pairOf(writing.covers()[i]), writing.version(i), begin, isTold);
            }
        }
        truth.count(worker, Count.EVICTIONS, 1);
        if (isTold && !Stock.isTagged(row) && verb != Verb.EVICT_FIRST && row % 4 == 0) {
            evictPair(row, writing);
        }
    }

    /**
     * What is written behind is read from the cache, where no other process has brought something older; what others read of it is
     * promised once it is evicted, since an eviction comes after the writes before it.
     */
    private void changeBehind(Verb verb, int row) {
        int slot = truth.behindOf(row);
        long begin = System.nanoTime();
        boolean wasCutOff = truth.isCutOff(worker);
        if (verb == Verb.EVICT_BEHIND) {
            long version = items.evictBehind(stock.name(row));
            promise(verb, slot, version, begin, !wasCutOff && !truth.isCutOff(worker));
        } else {
            synchronized (behind[row]) { // whoever calls first has the older version
                long version = truth.issue(slot);
                items.writeBehind(new Row(stock.name(row), version));
                if (truth.isReadByItsWriter(row)) {
                    truth.promiseOwn(worker, slot, version);
                }
                chronicle.note(verb, worker, slot, version, begin, System.nanoTime());
            }
        }
        truth.count(worker, Count.EVICTIONS, 1);
    }

    /**
     * What is made from another entry is evicted behind it: a load of it that begins now finds the new one. Of what Redis
     * does not know, another process could make it from the old one meanwhile, and so nothing is promised then.
     */
    private void evictPair(int row, Writing writing) {
        long version = writing.versionOf(row);
        long begin = System.nanoTime();
        boolean wasCutOff = truth.isCutOff(worker);
        items.evictPair(stock.name(row));
        boolean isTold = !wasCutOff && !truth.isCutOff(worker);
        promise(Verb.EVICT_PAIR, truth.pairOf(row), version, begin, isTold);
        truth.count(worker, Count.EVICTIONS, 1);
    }

    private void promise(Verb verb, int slot, long version, long begin, boolean isTold) {
        if (isTold) {
            truth.evicted(worker, slot, version);
        } else {
            truth.evictedUntold(worker, slot, version);
        }
        chronicle.note(verb, worker, slot, version, begin, System.nanoTime());
    }

    private int[] covers(Verb verb, int row) {
        return switch (verb) {
            case UPDATE_MANY, EVICT_ALL -> new int[] {row, neighbour(row)};
            case PUT_MANY -> stock.together(row);
            case UPDATE_GROUP, EVICT_TAG -> Stock.isTagged(row) ? stock.tagged(Stock.groupOf(row)) : new int[] {row};
            case UPDATE_KEY_AND_GROUP -> stock.andTagged(row);
            case UPDATE_MATCHING, UPDATE_MATCHING_AND_PAIRS, EVICT_PATTERN, OPERATOR_EVICT_MATCHING ->
                stock.matching(Stock.groupOf(row));
            case EVICT_EVERYTHING, OPERATOR_EVICT_ALL -> stock.all();
            default -> new int[] {row};
        };
    }

    private int neighbour(int row) {
        return (row + 1) % truth.rows();
    }

    private void call(Verb verb, int row, Writing writing) throws JMException {
        String name = stock.name(row);
        String group = stock.group(Stock.groupOf(row));
        switch (verb) {
            case UPDATE_MANY -> items.updateMany(new String[] {name, stock.name(neighbour(row))}, writing);
            case EVICT_ALL -> inCode.evictAll(new String[] {name, stock.name(neighbour(row))}, writing);
            case UPDATE_KEY_AND_GROUP -> items.updateKeyAndGroup(name, group, writing);
            case UPDATE_MATCHING_AND_PAIRS -> items.updateMatchingAndPairs(group, writing);
            case UPDATE_MATCHING -> items.updateMatching(group, writing);
            case EVICT_PATTERN -> inCode.evictPattern(group, writing);
            case EVICT_EVERYTHING -> inCode.evictEverything(writing);
            case UPDATE_GROUP, EVICT_TAG, PUT, PUT_BY_RESULT, PUT_MANY -> callByKind(verb, row, writing);
            case UPDATE_AND_FAIL -> updateAndFail(name, writing);
            case EVICT_FIRST -> items.evictFirst(name, writing.evictedFirst());
            case EVICT -> inCode.evict(name, writing);
            case OPERATOR_EVICT, OPERATOR_EVICT_MATCHING, OPERATOR_EVICT_ALL -> operate(verb, row, writing);
            default -> items.update(name, writing);
        }
    }

    /** What a plain row and one with a tag differ in. */
    private void callByKind(Verb verb, int row, Writing writing) {
        String name = stock.name(row);
        String group = stock.group(Stock.groupOf(row));
        if (!Stock.isTagged(row)) {
            switch (verb) {
                case PUT -> items.put(name, writing);
                case PUT_BY_RESULT -> items.putByResult(name, writing);
                case PUT_MANY -> items.putMany(stock.names(writing.covers()), writing);
                default -> items.update(name, writing);
            }
        } else {
            switch (verb) {
                case UPDATE_GROUP -> items.updateGroup(group, writing);
                case EVICT_TAG -> inCode.evictTag(group, writing);
                case PUT_MANY -> items.putManyTagged(stock.names(writing.covers()), group, writing);
                default -> items.putTagged(name, group, writing);
            }
        }
    }

    private void updateAndFail(String name, Writing writing) {
        try {
            items.updateAndFail(name, writing);
        } catch (StormItems.AsPlanned expected) {
            return;
        }
        throw new IllegalStateException("The method's own exception got lost");
    }

    private void operate(Verb verb, int row, Writing writing) throws JMException {
        writing.write();
        switch (verb) {
            case OPERATOR_EVICT -> operator.evict("item:" + stock.name(row));
            case OPERATOR_EVICT_MATCHING -> operator.evictPattern("item:" + stock.group(Stock.groupOf(row)) + ".*");
            default -> operator.evictAll();
        }
    }
}
