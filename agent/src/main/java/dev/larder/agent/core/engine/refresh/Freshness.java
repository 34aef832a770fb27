package dev.larder.agent.core.engine.refresh;

/**
 * For how long a method's entries serve beyond their time to live, and when they are refreshed.
 *
 * @param staleTtlMillis for how long a stale entry serves while it is refreshed; 0 for not at all
 * @param staleIfErrorMillis for how long a stale entry serves when the method throws; 0 for not at all
 * @param refreshAhead the fraction of the time to live after which a hit has the entry refreshed; 0 for never
 * @param inCaller whether a refresh runs in the call that begins it
 */
public record Freshness(long staleTtlMillis, long staleIfErrorMillis, double refreshAhead, boolean inCaller) {

    /** Nothing beyond the time to live. */
    public static final Freshness OFF = new Freshness(0, 0, 0, false);

    /** Whether anything but the time to live matters. */
    public boolean isOn() {
        return refreshes() || staleIfErrorMillis > 0;
    }

    boolean refreshes() {
        return staleTtlMillis > 0 || refreshAhead > 0;
    }

    /** How long entries stay beyond their time to live. */
    public long staleMillis() {
        return Math.max(staleTtlMillis, staleIfErrorMillis);
    }
}
