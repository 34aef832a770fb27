package dev.larder.agent.core.inheritance.elsewhere;

import dev.larder.Cached;

/** Has an annotated method that only its package can override. */
public class Finding {

    @Cached(key = "user:{id}", ttl = 60)
    Object drop(long id) {
        return "found";
    }
}
