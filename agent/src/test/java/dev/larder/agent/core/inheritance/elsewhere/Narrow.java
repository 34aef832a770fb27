package dev.larder.agent.core.inheritance.elsewhere;

import dev.larder.CacheEvict;

/** Has methods that only its package can override, with a body and without one. */
abstract class Narrow {

    @CacheEvict(key = "user:{id}")
    abstract void drop(long id);

    @CacheEvict(key = "user:{id}")
    void delete(long id) {}
}
