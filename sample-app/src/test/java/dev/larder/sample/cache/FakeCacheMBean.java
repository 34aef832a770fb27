package dev.larder.sample.cache;

/** A part of what the agent's MBean offers. */
public interface FakeCacheMBean {

    String getMode();

    String getModeSince();

    String getModeReason();

    long getHits();

    double getHitRate();

    boolean isEnabled();
}
