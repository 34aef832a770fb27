package dev.larder.agent.core.slf4j;

import dev.larder.agent.core.base.Ticker;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Binds the SLF4J inside the agent to the agent's log. Made by SLF4J, by way of {@code META-INF/services}. */
public final class AgentLogServiceProvider implements SLF4JServiceProvider {

    /** The version of the API this was written for, which SLF4J compares with its own. */
    private static final String REQUESTED_API_VERSION = "2.0.99";

    private final ILoggerFactory loggers = new LibraryLoggers(Ticker.system());
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter contexts = new NOPMDCAdapter();

    @Override
    public ILoggerFactory getLoggerFactory() {
        return loggers;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return contexts;
    }

    @Override
    public String getRequestedApiVersion() {
        return REQUESTED_API_VERSION;
    }

    /** Does nothing: everything is initialized with this object. */
    @Override
    public void initialize() {}
}
