package dev.larder.benchmarks.report;

/** How a method comes not to be cached. */
enum Off {
    CONFIGURATION("switchedOffInConfiguration", "switched off in the configuration"),
    JMX("switchedOffOverJmx", "switched off over JMX"),
    WHEN("whenIsFalse", "when is false"),
    REFUSED("refused", "refused");

    private final String method;
    private final String label;

    Off(String method, String label) {
        this.method = method;
        this.label = label;
    }

    String operation() {
        return "OffBenchmark." + method;
    }

    String label() {
        return label;
    }
}
