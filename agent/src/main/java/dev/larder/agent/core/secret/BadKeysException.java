package dev.larder.agent.core.secret;

/** A file of keys cannot be used. The message says what is wrong and in which line, and never what the line has. */
final class BadKeysException extends Exception {

    private static final long serialVersionUID = 1L;

    BadKeysException(String message) {
        super(message, null, false, false);
    }

    static BadKeysException in(int line, String problem) {
        return new BadKeysException("line " + line + " " + problem);
    }
}
