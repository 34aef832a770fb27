package dev.larder;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Evicts entries when the method runs: once the call has returned, no call that starts later gets an entry that was
 * there before, in this process or another one, whatever loads were under way meanwhile.
 *
 * <pre>{@code
 * @CacheEvict(key = "user:{user.id}", tag = "team:{user.team}")
 * public void update(User user) { ... }
 * }</pre>
 *
 * <p>It may stand on methods that return {@code void}, several times on one method, and beside {@link CachePut} and
 * {@link Cached}. Effects belong to a run of the method: a call that {@code @Cached} answers from the cache runs
 * nothing, and evicts nothing.
 *
 * <p><b>Transactions.</b> Inside an active Spring or JTA transaction an eviction {@link Phase#AFTER_SUCCESS after
 * success} takes place after the commit and does not take place on a rollback. Until the transaction ends, cached
 * methods that it calls after the first such eviction run their bodies, so that it sees what it wrote.
 *
 * <p><b>Failure.</b> The call never fails or hangs because of the cache. Where Redis does not confirm an eviction, this
 * process stops using it until it has been told.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(CacheEvict.List.class)
public @interface CacheEvict {

    /**
     * Templates of keys, as in {@link Cached#key()}. Besides parameters they may name what the method returned,
     * {@code {result.id}}, and once per template every element of an array or collection, {@code {ids[]}} or
     * {@code {users[].id}}, which makes one key for each. All keys of a call are evicted in one round trip.
     */
    String[] key() default {};

    /**
     * Templates of patterns over whole keys, in which {@code *} stands for any text and {@code ?} for one character;
     * what a placeholder contributes stands for itself. Takes a scan of all keys in Redis: prefer {@link #tag()} where
     * there are many.
     */
    String[] pattern() default {};

    /** Templates of tags; evicts every entry that carries one of them, see {@link Cached#tags()}. */
    String[] tag() default {};

    /** When to evict. */
    Phase phase() default Phase.AFTER_SUCCESS;

    /** When, seen from the method's body, an eviction takes place. */
    enum Phase {
        /** After the method returned; inside a transaction, after that has committed. */
        AFTER_SUCCESS,
        /** Before the method runs, transaction or not. */
        BEFORE,
        /**
         * After the method returned or threw, and inside a transaction once more when that has ended, however it ended.
         */
        ALWAYS
    }

    /** Several on one method; written by the compiler. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface List {
        CacheEvict[] value();
    }
}
