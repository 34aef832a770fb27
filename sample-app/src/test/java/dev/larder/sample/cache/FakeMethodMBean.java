package dev.larder.sample.cache;

/** A part of what the agent's MBean for one cached method offers. */
public interface FakeMethodMBean {

    long getHits();

    String getKey();

    double getHitRate();
}
