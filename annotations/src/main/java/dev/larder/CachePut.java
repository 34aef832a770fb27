package dev.larder;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;

/**
 * Stores what the method wrote: it always runs, and once it has returned, its result or one of its arguments is the
 * value of an entry.
 *
 * <pre>{@code
 * @CachePut(key = "user:{user.id}", ttl = Ttl.STANDARD)
 * public User update(User user) { ... }
 * }</pre>
 *
 * <p>Of several writers of one entry at the same time, the one whose value would be stored last need not be the one
 * that committed last. Where that cannot be told, nothing is stored and the entry is evicted: the next reader loads it. So
 * an older value never stays. An exception thrown by the method stores nothing.
 *
 * <p><b>Transactions.</b> Inside an active Spring or JTA transaction the value is stored after the commit; on a rollback
 * it is not. Where it is not certain that this value is what was committed, the entry is evicted instead: the value has
 * changed since the method returned, the transaction went back to a savepoint, or its outcome is unknown. Spring before
 * 6.2 does not tell of savepoints, so that inside its transactions the entry is always evicted. An application that goes
 * back to a savepoint behind Spring's back, on the JDBC connection, has to evict what it had put.
 *
 * <p>After an eviction of a tag or pattern that it falls under in the same transaction, a put is lost and the entry is loaded
 * by the next reader. Of more than 1,000 entries that one transaction puts, the others are evicted.
 *
 * <p><b>Where.</b> On methods as in {@link Cached}; on one that returns {@code void}, {@link #value()} names a parameter.
 * Of a {@code CompletableFuture} or a {@code CompletionStage}, its value is put when it is complete, see
 * {@link CacheEvict}, but never one that the caller completed its future with. Unless it was complete on return, the entry
 * is evicted instead if the call or the thread that completes it was in a transaction. On a method that returns another
 * {@code Future}, a parameter can be put; if the future is not done on return, the entry is evicted. With any other
 * result that is there before the work is done, nothing can be put.
 * On an abstract or interface method it applies to the implementations that carry no annotation of Larder's own and do
 * not override a concrete method. A put that cannot work, for its ttl or its value, is said at WARN, and each run of the
 * method evicts the entry instead.
 *
 * <p>The entry is found by {@link Cached} methods with the same key whose result has the type of the value stored, and
 * no more {@link #tags} than this.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(CachePut.List.class)
public @interface CachePut {

    /**
     * The template of the entry's key, as in {@link Cached#key()}; may name what the method returned,
     * {@code {result.id}}. On a Redis Cluster, a key that names the result is evicted instead of stored.
     */
    String key();

    /**
     * What to store: {@code {result}}, which is what the method returned even if a parameter has that name, or a
     * parameter such as {@code {user}} or {@code {0}}. Not a property, and nothing that can be used once only.
     */
    String value() default "{result}";

    /**
     * How long the entry stays fresh, in {@link #unit()}; greater than 0. Up to 10 % shorter, never longer. More than ten
     * years count as ten.
     */
    long ttl();

    /** The unit of {@link #ttl()} and {@link #nullTtl()}. */
    TimeUnit unit() default TimeUnit.SECONDS;

    /**
     * How long a null value stays fresh, in {@link #unit()}: 0 to evict the entry instead, negative (the default) for
     * the same as {@link #ttl()}.
     */
    long nullTtl() default -1;

    /** Templates of the tags the entry carries, see {@link Cached#tags()}; may name what the method returned. */
    String[] tags() default {};

    /** Several on one method; written by the compiler. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface List {
        CachePut[] value();
    }
}
