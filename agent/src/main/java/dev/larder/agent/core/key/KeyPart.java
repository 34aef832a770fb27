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

        /** The properties to follow, from the argument or the receiver on. */
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
     * @param path never empty
     */
    record Receiver(String source, List<String> path) implements Placeholder {

        public Receiver {
            path = List.copyOf(path);
        }
    }
}
