package dev.larder.sample.web;

/** Someone asked for something that does not exist; the answer is a 404. */
public final class NotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private NotFoundException(String message) {
        super(message);
    }

    public static NotFoundException of(String what, long id) {
        return new NotFoundException("There is no " + what + " " + id + ".");
    }
}
