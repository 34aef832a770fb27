package dev.larder.benchmarks.catalog;

import java.util.List;

/**
 * An application's service whose results are cached. One method for each kind of key and of value.
 *
 * <p>A class and no interface: with one subclass loaded the JIT calls it directly, so that all subjects are called at
 * no cost, as a service in an application would be.
 *
 * <p>Of some subjects not everything is measured; what they lack throws.
 */
public abstract class Catalog implements AutoCloseable {

    /** Key: a long. Value: a record of six fields. */
    public abstract User byId(long id);

    /** Key: a String. */
    public User byName(String name) {
        throw new UnsupportedOperationException(name);
    }

    /** Key: two arguments. */
    public User byTenant(String tenant, long id) {
        throw new UnsupportedOperationException(tenant + id);
    }

    /** Key: the path {@code {request.user.id}}. */
    public User byRequest(Request request) {
        throw new UnsupportedOperationException(request.toString());
    }

    /** Value: a mutable list of 100 mutable objects. */
    public List<Item> items(long id) {
        throw new UnsupportedOperationException("" + id);
    }

    /** Value: 50 KB of text. */
    public String page(long id) {
        throw new UnsupportedOperationException("" + id);
    }

    /** Removes what {@link #byId} has stored. */
    public void evict(long id) {
        throw new UnsupportedOperationException("" + id);
    }

    @Override
    public void close() {}
}
