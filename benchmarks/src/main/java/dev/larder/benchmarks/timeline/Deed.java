package dev.larder.benchmarks.timeline;

/** What somebody does for a while, or how long something holds; and its colour, the same in all pictures. */
enum Deed {

    /** A caller's call, from its begin to its return. */
    CALL("#d5dae0"),

    /** A run of the method's body. */
    BODY("#e8b04a"),

    /** An entry that callers get. */
    FRESH("#7cc4a4"),

    /** An entry after its time to live, which callers get while it is renewed. */
    STALE("#cfd86b"),

    /** What waits to be done. */
    WAIT("#f1ece2");

    private final String colour;

    Deed(String colour) {
        this.colour = colour;
    }

    String colour() {
        return colour;
    }
}
