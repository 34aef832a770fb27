package dev.larder;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Evicts entries when the method runs: once the call has returned, no call that starts later gets an entry from before,
 * in this process or another one, even if loads were under way.
 *
 * <pre>{@code
 * @CacheEvict(key = "user:{user.id}", tag = "team:{user.team}")
 * public void update(User user) { ... }
 * }</pre>
 *
 * <p>It can be repeated, combined with {@link CachePut} and {@link Cached}, and used on methods that return {@code
 * void}. Effects belong to a run of the method: a call that {@code @Cached} answers from the cache evicts nothing.
 *
 * <p><b>Where.</b> On methods as in {@link Cached}, with any result. On an abstract or interface method it applies to
 * the implementations that carry no annotation of Larder's own and do not override a concrete method. An override of a
 * concrete method that evicts has to repeat the annotation or call {@code super}; the agent says so at WARN. An
 * interface that only a proxy implements has no method to run, and evicts nothing.
 *
 * <p><b>Order.</b> With {@code @Cached}, the look-up comes first, and a hit ends the call. Then come evictions {@link
 * Phase#BEFORE BEFORE}, the method itself, evictions that cover what is put, what {@code @CachePut} stores, the other
 * evictions, and last what {@code @Cached} stores. If a call evicts and puts the same entry, the eviction wins.
 *
 * <p><b>Transactions.</b> Inside an active Spring or JTA transaction an eviction {@link Phase#AFTER_SUCCESS after
 * success} takes place after the commit, or if the outcome is unknown, and not after a rollback. From its first effect
 * until its end, cached methods in the transaction run their bodies, so that it sees what it wrote. Transactions that
 * are not bound to the calling thread, such as reactive ones, are not detected, nor those of a Spring or JTA that the
 * annotated class's loader does not see: then the eviction takes place at once.
 *
 * <p><b>Futures.</b> If the method returns a {@code CompletableFuture} or a {@code CompletionStage}, all effects except
 * {@link Phase#BEFORE BEFORE} take place when it is complete, before the caller's future is: with a value as after a
 * return, with an exception as after a throw. The thread that completes it does not wait for Redis, unless it is in a
 * transaction. {@code {result}} is the value. The caller gets another future, which is
 * completed after the effects. It gets the method's own future if that was complete on return, or if there are only
 * {@code BEFORE} effects. If the call or the completing thread was in a transaction, it is unknown which of them the
 * work belonged to: unless the future was complete on return, evictions take place when it is complete, and once more
 * at the end of each transaction, also after a rollback, and at the end of the call's transaction even if the work
 * failed.
 *
 * <p>If the caller completes its future itself, for example by {@code orTimeout}, the evictions that do not need the
 * result take place, after the future's dependents. This does not end the work: all effects take place when it is done.
 * Only {@code cancel} is passed on to the method's own future. Work that continues after that is not detected.
 *
 * <p>A method that returns another {@code Future} evicts on return, and {@code {result}} is that object. If it is not
 * done by then, loads until its end may store old values; a WARN says so once for each method. For other results that
 * exist before the work is done, such as a {@code Callable} or a publisher, only {@code BEFORE} is possible.
 *
 * <p><b>Failure.</b> The call never fails or hangs because of the cache. If Redis does not confirm an eviction, this
 * process does not use Redis until it has received it. An annotation or template that cannot work is reported at WARN
 * when the class is loaded or the method first called; all others evict.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(CacheEvict.List.class)
public @interface CacheEvict {

    /**
     * Templates of keys, as in {@link Cached#key()}. They may also name the method's result, {@code {result.id}}, and
     * every element of one array or collection, {@code {ids[]}} or {@code {users[].id}}: this makes one key for each
     * element, and none if the collection is null. All keys of a call or a transaction are evicted in one round trip
     * for each 10,000.
     *
     * <p>{@code {result}} is the method's result, even if a parameter has that name; only evictions {@link
     * Phase#AFTER_SUCCESS after success} can use it. If the method changes a parameter, its states before and after the
     * method both count.
     *
     * <p>An entry is found by its whole key: declare what the templates name with the same types as the
     * {@code @Cached} method does. A {@code Long} declared as {@code Object} makes another key than a {@code long}; one
     * declared as a type variable of the class makes the same, if the class of the object says that it is {@code Long}.
     */
    String[] key() default {};

    /**
     * Templates of patterns over whole keys: {@code *} matches any text and {@code ?} one character; the text of a
     * placeholder matches itself. Keys of more than 200 bytes are matched by their first 165. An eviction by pattern
     * scans all keys in Redis: prefer {@link #tag()} if there are many.
     */
    String[] pattern() default {};

    /** Templates of tags; evicts every entry that has one of them, see {@link Cached#tags()}. */
    String[] tag() default {};

    /** When to evict. */
    Phase phase() default Phase.AFTER_SUCCESS;

    /**
     * Whether the keys and tags are secret, see {@link Cached#sensitive()}: only entries of sensitive methods are evicted then, and
     * no other form of the keys leaves the process. A pattern evicts all entries of sensitive methods.
     */
    boolean sensitive() default false;

    /** When an eviction takes place, relative to the method's body. */
    enum Phase {
        /** After the method has returned; in a transaction, after the commit. */
        AFTER_SUCCESS,
        /** Before the method runs, also in a transaction. */
        BEFORE,
        /**
         * After the method has returned or thrown, and in a transaction once more when it has ended, by a commit or a
         * rollback.
         */
        ALWAYS
    }

    /** The container of repeated annotations, written by the compiler. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface List {
        CacheEvict[] value();
    }
}
