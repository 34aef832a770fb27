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
 * <p><b>Where.</b> On methods as in {@link Cached}, with any result. On an abstract or interface method it applies to the
 * implementations that carry no annotation of Larder's own and do not override a concrete method. An override of a
 * concrete method that evicts has to repeat the annotation or call {@code super}; the agent says so at WARN. An interface
 * that is implemented by a proxy alone has no method to run, and evicts nothing.
 *
 * <p><b>Order.</b> With {@code @Cached}, the look-up comes first, and a hit ends the call. Then come evictions
 * {@link Phase#BEFORE BEFORE}, the method itself, the other evictions, what {@code @CachePut} stores, and last what
 * {@code @Cached} stores. Where an eviction and a put of one call meet in one entry, the eviction wins.
 *
 * <p><b>Transactions.</b> Inside an active Spring or JTA transaction an eviction {@link Phase#AFTER_SUCCESS after
 * success} takes place after the commit and does not take place on a rollback; where the outcome is unknown, it does.
 * Until the transaction ends, cached methods that it calls after the first effect that waits for its end run their
 * bodies, so that it sees what it wrote. Transactions that are not bound to the calling thread, as reactive ones are,
 * are not seen, nor those of a Spring or JTA that the class loader of the annotated class does not see: the eviction takes
 * place at once.
 *
 * <p><b>Futures.</b> Of a method that returns a {@code CompletableFuture} or a {@code CompletionStage}, everything but
 * {@link Phase#BEFORE BEFORE} takes place when that is complete, on the thread that completes it: with a value as after a
 * method that returned, with an exception as after one that threw. {@code {result}} is the value. The caller gets a
 * future of its own, which is complete when the effects have taken place; it gets the method's own if that was complete
 * on return, or if there is nothing but {@code BEFORE}. If either the call or the thread that completes the future was in a
 * transaction, nobody knows what the work was a part of: unless the future was complete on return, evictions take place
 * at once when it is, and once more at the end of each transaction, also on a rollback, and at that of the call's own
 * whether or not the work failed.
 *
 * <p>A caller that completes its future by itself, as with {@code orTimeout}, evicts what is known to be evicted without
 * the result, behind its own dependents, and does not end the work: all effects take place when that is done. Only
 * {@code cancel} is passed on to the method's own future. Work that goes on after it cannot be seen.
 *
 * <p>A method that returns another {@code Future} evicts on return, and {@code {result}} is that object; if it is not
 * done by then, which is said at WARN once for each method, what is loaded until it is may be old. Of results that are
 * there before the work is done and cannot be asked, such as a {@code Callable} or a publisher, only {@code BEFORE} may
 * stand there.
 *
 * <p><b>Failure.</b> The call never fails or hangs because of the cache. Where Redis does not confirm an eviction, this
 * process stops using it until it has been told. An annotation, or a template of it, that cannot work is said at WARN
 * when the class is loaded or the method first called; all others evict.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(CacheEvict.List.class)
public @interface CacheEvict {

    /**
     * Templates of keys, as in {@link Cached#key()}. Besides parameters they may name what the method returned,
     * {@code {result.id}}, and every element of one array or collection, {@code {ids[]}} or {@code {users[].id}}, which
     * makes one key for each element, and none if the collection is null. All keys of a call, or of a
     * transaction, are evicted in one round trip for each 10,000.
     *
     * <p>{@code {result}} is what the method returned, even if a parameter has that name; only evictions
     * {@link Phase#AFTER_SUCCESS after success} know it. A parameter counts as it is before the method and as it is
     * afterwards, if the method changed it.
     *
     * <p>An entry is found by its whole key: declare what the templates name with the same types as the
     * {@code @Cached} method does. A {@code Long} declared as {@code Object} makes another key than a {@code long}; one
     * declared as a type variable of the class makes the same, if the class of the object says that it is {@code Long}.
     */
    String[] key() default {};

    /**
     * Templates of patterns over whole keys, in which {@code *} stands for any text and {@code ?} for one character;
     * what a placeholder contributes stands for itself. Of a key of more than 200 bytes only the first 165 are there to
     * match. Takes a scan of all keys in Redis: prefer {@link #tag()} where there are many.
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
