package dev.larder.agent.apps.storm;

/** A row as a value that its callers may change, so that each gets one of its own. */
final class Sheet {

    String name;
    long[] cells;

    Sheet(String name, long version) {
        this.name = name;
        this.cells = new long[] {version, version};
    }

    /** Spoils it for everybody else, should anybody else have it. */
    long takeVersion() {
        long version = cells[0] == cells[1] ? cells[0] : -1;
        cells[0] = -2;
        return version;
    }
}
