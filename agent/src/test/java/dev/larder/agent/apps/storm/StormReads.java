package dev.larder.agent.apps.storm;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every way to read.
 *
 * <p><b>Threads.</b> Confined to one thread.
 */
final class StormReads {

    /** What is not answered by then may have been read before it was written: see docs/patterns.md. */
    private static final long LONGEST_WAIT_FOR_WRITES_NANOS = 500_000_000;

    private final SharedTruth truth;
    private final int worker;
    private final Stock stock;
    private final StormItems items;
    private final StormItemsInCode inCode;
    private final Checker checker;

    StormReads(SharedTruth truth, int worker, Stock stock, StormItems items, StormItemsInCode inCode, Checker checker) {
        this.truth = truth;
        this.worker = worker;
        this.stock = stock;
        this.items = items;
        this.inCode = inCode;
        this.checker = checker;
    }

    void make(Verb verb, int row) {
        checker.kind(verb);
        if (verb == Verb.READ_BEHIND) {
            readBehind(row);
        } else if (verb == Verb.GET_ALL) {
            getAll(row);
        } else if (verb == Verb.READ_MAP || verb == Verb.READ_LIST) {
            readMany(verb, row);
        } else if (verb == Verb.READ_PAIRS && !Stock.isTagged(row)) {
            readPairs(row);
        } else if (verb == Verb.READ_SHEETS && !Stock.isTagged(row)) {
            readSheets(row);
        } else if (Stock.isTagged(row)) {
            readTagged(verb, row);
        } else {
            readPlain(verb, row);
        }
    }

    private void readTagged(Verb verb, int row) {
        String name = stock.name(row);
        String group = stock.group(Stock.groupOf(row));
        checker.begin(boundOf(verb), row);
        Row read =
                switch (verb) {
                    case READ_REFRESHED -> row(items.refreshedTagged(name, group));
                    case READ_NEAR -> items.nearTagged(name, group);
                    case READ_LOCAL -> items.localTagged(name, group);
                    case GET_OR_LOAD -> inCode.tagged(name, group);
                    case GET -> inCode.get(name);
                    default -> items.tagged(name, group);
                };
        check(read);
    }

    private void readPlain(Verb verb, int row) {
        String name = stock.name(row);
        boolean isPair = verb == Verb.READ_PAIR || verb == Verb.READ_PAIR_OF_NEAR;
        checker.begin(boundOf(verb), isPair ? truth.pairOf(row) : row);
        switch (verb) {
            case READ_REFRESHED -> check(row(items.refreshed(name)));
            case READ_REFRESHED_HERE -> check(row(items.refreshedHere(name)));
            case READ_KEPT -> check(kept(name));
            case READ_NEAR -> check(items.near(name));
            case READ_LOCAL -> check(items.local(name));
            case READ_PAIR_OF_NEAR -> check(items.pairOfNear(name));
            case READ_SHEET -> checker.got(items.sheet(name).takeVersion());
            case READ_PAIR -> check(items.pair(name));
            case GET_OR_LOAD -> check(inCode.plain(name));
            case GET -> check(inCode.get(name));
            default -> check(items.plain(name));
        }
    }

    private static Bound boundOf(Verb verb) {
        return switch (verb) {
            case READ_NEAR -> Bound.NEAR;
            case READ_LOCAL -> Bound.LOCAL;
            default -> Bound.ALL;
        };
    }

    private static Row row(FreshRow fresh) {
        return new Row(fresh.name(), fresh.version());
    }

    /** Null if its load has failed, and nothing could serve. */
    private Row kept(String name) {
        try {
            return row(items.kept(name));
        } catch (StormItems.AsPlanned expected) {
            return null;
        }
    }

    private void readBehind(int anyRow) {
        int row = truth.isReadByItsWriter(anyRow) ? truth.rowBehind(worker, anyRow) : anyRow;
        checker.begin(truth.behindOf(row));
        long begin = System.nanoTime();
        Row read = items.behind(stock.name(row));
        if (System.nanoTime() - begin < LONGEST_WAIT_FOR_WRITES_NANOS) {
            check(read);
        }
    }

    private void readMany(Verb verb, int row) {
        int[] rows = stock.together(row);
        List<String> names = stock.names(rows);
        String group = Stock.isTagged(row) ? stock.group(Stock.groupOf(row)) : null;
        checker.begin(rows);
        if (verb == Verb.READ_MAP) {
            checkAll(names, group == null ? items.map(names) : items.taggedMap(names, group));
        } else {
            String[] all =
                    Stream.concat(names.stream(), Stream.of(names.get(0))).toArray(String[]::new);
            checkAll(names, group == null ? items.list(all) : items.taggedList(group, all));
        }
    }

    private void readPairs(int row) {
        int[] rows = stock.together(row);
        List<String> names = stock.names(rows);
        checker.begin(IntStream.of(rows).map(truth::pairOf).toArray());
        checkAll(names, items.pairs(names));
    }

    private void readSheets(int row) {
        int[] rows = stock.together(row);
        checker.begin(rows);
        List<Sheet> found = items.sheets(new LinkedHashSet<>(stock.names(rows)));
        for (int i = 0; i < rows.length; i++) {
            checker.got(i, found.get(i).takeVersion());
        }
    }

    private void checkAll(List<String> names, Map<String, Row> found) {
        checkAll(names, names.stream().map(found::get).toList());
    }

    private void checkAll(List<String> names, List<Row> found) {
        for (int i = 0; i < names.size(); i++) {
            Row read = found.get(i);
            if (!read.name().equals(names.get(i))) {
                throw new IllegalStateException(found + " for " + names);
            }
            checker.got(i, read.version());
        }
    }

    private void check(Row read) {
        if (read != null) {
            checker.got(read.version());
        }
    }

    /** One that is checked, among others. */
    private void getAll(int row) {
        String name = stock.name(row);
        String other = stock.name((row + 2) % truth.rows());
        checker.begin(row);
        List<Row> found = inCode.getAll(other, name);
        for (Row read : found) {
            if (read.name().equals(name)) {
                checker.got(read.version());
            }
        }
    }
}
