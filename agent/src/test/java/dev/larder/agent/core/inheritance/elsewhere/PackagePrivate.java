package dev.larder.agent.core.inheritance.elsewhere;

import dev.larder.CacheEvict;

/** Has a method that only its package can override. */
public class PackagePrivate {

    @CacheEvict(key = "user:{id}")
    void delete(long id) {}
}
