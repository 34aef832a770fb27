package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.Cached;
import java.io.Serializable;
import java.util.List;

/** A cached class with what other agents, and serialization, look at in a class. */
@SuppressWarnings("serial") // the version that a class has by default is what weaving must not change
public final class Fares implements Comparable<Fares>, Serializable {

    /** How often the cached method's own code ran. */
    static int runs;

    private final String currency = "EUR";

    private transient List<String> stops = List.of("from", "to");

    @Cached(key = "fare:{id}", ttl = 300)
    public synchronized List<String> find(int id) {
        runs++;
        return List.of(id + " " + currency, String.join("-", stops));
    }

    @CacheEvict(key = "fare:{id}")
    void drop(int id) {
        stops = List.copyOf(stops);
    }

    @Override
    public int compareTo(Fares other) {
        return currency.compareTo(other.currency);
    }
}
