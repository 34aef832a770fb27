package dev.larder;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;

/**
 * Stores what the method wrote: the method always runs, and then its result or one of its arguments is the value of an
 * entry.
 *
 * <pre>{@code
 * @CachePut(key = "user:{user.id}", ttl = Ttl.STANDARD)
 * public User update(User user) { ... }
 * }</pre>
 *
 * <p>If several writers of one entry run at the same time, their values may arrive in another order than they were
 * committed. Then nothing is stored and the entry is evicted: the next reader loads it. So an older value never stays.
 * If the method throws, nothing is stored.
 *
 * <p><b>Transactions.</b> Inside an active Spring or JTA transaction the value is stored after the commit, and not
 * after a rollback. If it is uncertain that this value was committed, the entry is evicted instead: if the value has
 * changed since the method returned, the transaction was rolled back to a savepoint, or its outcome is unknown. Spring
 * before 6.2 does not report savepoints, so in its transactions the entry is always evicted. An application that rolls
 * back to a savepoint on the JDBC connection, without Spring, has to evict what it has put.
 *
 * <p>If the same transaction evicts the entry by a tag or pattern after the put, the put is dropped, and the next
 * reader loads the entry. If one transaction puts more than 1,000 entries, the others are evicted.
 *
 * <p><b>Where.</b> On methods as in {@link Cached}; on one that returns {@code void}, {@link #value()} names a
 * parameter. The value of a {@code CompletableFuture} or a {@code CompletionStage} is put when it is complete, see
 * {@link CacheEvict}, but not a value with which the caller completes its future. Unless it was complete on return, the
 * entry is evicted instead if the call or the completing thread was in a transaction. On a method that returns another
 * {@code Future}, a parameter can be put; if the future is not done on return, the entry is evicted. With any other
 * result that exists before the work is done, nothing can be put. On an abstract or interface method it applies to the
 * implementations that carry no annotation of Larder's own and do not override a concrete method. A put that cannot
 * work because of its ttl or value is reported at WARN, and each run of the method evicts the entry instead.
 *
 * <p>{@link Cached} methods find the entry if they have the same key, a result of the stored value's type, and no more
 * {@link #tags} than this.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(CachePut.List.class)
public @interface CachePut {

    /**
     * The template of the entry's key, as in {@link Cached#key()}; may name the method's result, {@code {result.id}}.
     * On a Redis Cluster, a key that names the result is evicted instead of stored.
     *
     * <p>{@code {ids[]}} or {@code {users[].id}} puts many: each element has an entry of its own. Then {@link #value()} names a
     * {@code Map} by id, a {@code List} or array in the order of the elements, or the collection itself. An id without a value in the
     * map is evicted; tags with the same {@code []} are those of one.
     */
    String key();

    /**
     * What to store: {@code {result}}, which is the method's result even if a parameter has that name, or a parameter
     * such as {@code {user}} or {@code {0}}. Not a property, and nothing that can be used only once.
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

    /** Templates of the entry's tags, see {@link Cached#tags()}; may name the method's result. */
    String[] tags() default {};

    /**
     * Concrete classes behind general types in the value, see {@link Cached#types()}. What one annotation of a method
     * names counts for all of them; a {@code @Cached} method that reads the entry has to name the classes as well.
     */
    Class<?>[] types() default {};

    /**
     * Whether key and value are secret, see {@link Cached#sensitive()}. Without a file of keys the entry is evicted instead.
     */
    boolean sensitive() default false;

    /**
     * Whether the call returns when the cache holds the value, and the method's body runs later, on a thread of the agent.
     * Only for a method that returns {@code void}, is not {@code synchronized} and has one {@code @CachePut}; {@link #value()}
     * names the parameter.
     *
     * <p>The bodies of one key run one after the other, in the order of the calls. A call takes the place of one that waits, if
     * it is of the same method of the same object: its body has to write all of the value. If a body throws, it runs again.
     * A body gets copies of the arguments as they were in the call. What is killed with the process is not written.
     *
     * <p>Inside of a transaction, or if an argument cannot be copied, the body runs at once. See docs/patterns.md.
     */
    boolean writeBehind() default false;

    /** The container of repeated annotations, written by the compiler. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface List {
        CachePut[] value();
    }
}
