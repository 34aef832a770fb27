package dev.larder.agent.core.wait;

import java.util.concurrent.TimeoutException;

/**
 * The time is over, and this process has not come to see whether the outcome had arrived: its I/O thread was late. That says
 * nothing about the other end.
 */
public final class UnseenException extends TimeoutException {

    private static final long serialVersionUID = 1L;
}
