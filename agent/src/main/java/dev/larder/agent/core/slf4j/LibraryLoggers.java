package dev.larder.agent.core.slf4j;

import dev.larder.agent.core.base.Ticker;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/** One logger per name. */
final class LibraryLoggers implements ILoggerFactory {

    private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();
    private final Ticker ticker;

    LibraryLoggers(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(name, absent -> new LibraryLogger(absent, ticker));
    }
}
