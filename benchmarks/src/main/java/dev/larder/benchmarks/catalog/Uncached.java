package dev.larder.benchmarks.catalog;

/** No cache: what the measuring itself costs. */
final class Uncached extends Catalog {

    @Override
    public User byId(long id) {
        return Source.user(id);
    }
}
