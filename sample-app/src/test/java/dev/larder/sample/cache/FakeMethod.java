package dev.larder.sample.cache;

/** A method nobody has called yet: its hit rate is no number. */
final class FakeMethod implements FakeMethodMBean {

    @Override
    public long getHits() {
        return 0;
    }

    @Override
    public String getKey() {
        return "user:{id}";
    }

    @Override
    public double getHitRate() {
        return Double.NaN;
    }
}
