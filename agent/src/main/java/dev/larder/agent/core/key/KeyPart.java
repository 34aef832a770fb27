package dev.larder.agent.core.key;

import java.util.List;

/** A piece of a key: text that is always there, or a place where a value goes. */
public sealed interface KeyPart {

    /**
     * Text that every key of the template has.
     *
     * @param text ready for the key: printable ASCII
     */
    record Literal(String text) implements KeyPart {}

    /** A place where a value goes. */
    sealed interface Placeholder extends KeyPart {

        /** As the template writes it, with its braces: how messages name the place. */
        String source();

        /** The properties to follow, from the argument, the receiver, the result or the element on. */
        List<String> path();
    }

    /**
     * An argument, or a property of it.
     *
     * @param index from 0, without the receiver
     * @param path empty for the argument itself
     */
    record Argument(String source, int index, List<String> path) implements Placeholder {

        public Argument {
            path = List.copyOf(path);
        }
    }

    /**
     * A property of the object the method is called on.
     *
     * @param path empty for all that a default key has of the object
     */
    record Receiver(String source, List<String> path) implements Placeholder {

        public Receiver {
            path = List.copyOf(path);
        }
    }

    /**
     * What the method returned, or a property of it.
     *
     * @param path empty for the result itself
     */
    record Result(String source, List<String> path) implements Placeholder {

        public Result {
            path = List.copyOf(path);
        }
    }

    /**
     * One element of a collection after the other, or a property of it.
     *
     * @param collection where the elements are; no element itself
     * @param path empty for the element itself
     */
    record Element(String source, Placeholder collection, List<String> path) implements Placeholder {

        public Element {
            path = List.copyOf(path);
        }
    }
}
