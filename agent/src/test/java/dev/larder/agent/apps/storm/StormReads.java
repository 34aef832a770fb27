package dev.larder.agent.apps.storm;

import java.util.List;

/**
 * Every way to read.
 *
 * <p><b>Threads.</b> Confined to one thread.
 */
final class StormReads {

    private final SharedTruth truth;
    private final Stock stock;
    private final StormItems items;
    private final StormItemsInCode inCode;
    private final Checker checker;

    StormReads(SharedTruth truth, Stock stock, StormItems items, StormItemsInCode inCode, Checker checker) {
        this.truth = truth;
        this.stock = stock;
        this.items = items;
        this.inCode = inCode;
        this.checker = checker;
    }

    void make(Verb verb, int row) {
        if (verb == Verb.GET_ALL) {
            getAll(row);
        } else if (Stock.isTagged(row)) {
            readTagged(verb, row);
        } else {
            readPlain(verb, row);
        }
    }

    private void readTagged(Verb verb, int row) {
        String name = stock.name(row);
        String group = stock.group(Stock.groupOf(row));
        checker.begin(row);
        Row read =
                switch (verb) {
                    case GET_OR_LOAD -> inCode.tagged(name, group);
                    case GET -> inCode.get(name);
                    default -> items.tagged(name, group);
                };
        check(read);
    }

    private void readPlain(Verb verb, int row) {
        String name = stock.name(row);
        checker.begin(verb == Verb.READ_PAIR ? truth.pairOf(row) : row);
        switch (verb) {
            case READ_SHEET -> checker.got(items.sheet(name).takeVersion());
            case READ_PAIR -> check(items.pair(name));
            case GET_OR_LOAD -> check(inCode.plain(name));
            case GET -> check(inCode.get(name));
            default -> check(items.plain(name));
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
