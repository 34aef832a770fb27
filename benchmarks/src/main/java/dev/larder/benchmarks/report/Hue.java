package dev.larder.benchmarks.report;

import dev.larder.benchmarks.catalog.Subject;

/** The colour of a subject, the same in all charts. */
enum Hue {
    LARDER("#0b6e4f"),
    HAND("#5b6470"),
    SPRING("#c77700"),
    JETCACHE("#8e44ad");

    private final String code;

    Hue(String code) {
        this.code = code;
    }

    static Hue of(Subject subject) {
        if (subject.isLarder()) {
            return LARDER;
        }
        for (Hue hue : new Hue[] {SPRING, JETCACHE}) {
            if (subject.name().startsWith(hue.name())) {
                return hue;
            }
        }
        return HAND;
    }

    String code() {
        return code;
    }
}
