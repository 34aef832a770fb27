package dev.larder;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;

/**
 * Caches the method's results: a call whose key has a fresh entry returns its value without running the method; any
 * other call runs the method and stores the result.
 *
 * <pre>{@code
 * @Cached(key = "user:{id}", ttl = Ttl.STANDARD)
 * public User findById(long id) { ... }
 * }</pre>
 *
 * <p>Exceptions pass through and are never stored. Callers of one key at the same time share one run of the method. If
 * the cache is slow or fails, the method runs for each caller that gets no answer.
 *
 * <p><b>Where.</b> On methods of any visibility, static or not, final, synchronized, generic, default methods of
 * interfaces, and methods called on {@code this}. On an abstract or interface method it applies to the implementations
 * that carry no annotation of Larder's own and do not override a concrete method: {@code @Cached}, {@link CacheEvict} and
 * {@link CachePut} are inherited all together or not at all. A method that returns {@code void}, a stream, an iterator, a
 * reader or a publisher is not cached; the agent says so once, at WARN.
 *
 * <p><b>Futures.</b> If the method returns a {@code CompletableFuture} or a {@code CompletionStage}, its value is cached when it
 * is complete, and the caller's thread waits for nothing. Each caller gets a future of his own: to cancel or complete it
 * changes nothing for others. What completes exceptionally is not stored. If Redis has to be asked, the body runs where
 * {@code CompletableFuture.supplyAsync} would run it, with the caller's context class loader, but without its
 * thread-locals; and in a transaction it runs on the caller's thread, uncached. Subclasses of {@code CompletableFuture}
 * and other futures are not cached.
 *
 * <p><b>Transactions.</b> Inside a Spring or JTA transaction a call is served from the cache. If there is no entry, the
 * method runs and its result is <b>not stored</b>, unless the transaction was declared read-only with Spring, outside
 * of JTA, and reads committed rows: {@code @Transactional(readOnly = true)} on most databases, with {@code isolation =
 * Isolation.READ_COMMITTED} on MySQL, and without a session of JPA, Hibernate or MyBatis that has read before. Any
 * other transaction may read what is rolled back later, or is older than an eviction. So a class with a plain {@code
 * @Transactional} never fills the cache; a WARN says so once for each method. Declare the transaction read-only, or
 * call the method outside of it; only the latter helps if a session has read before. Once a transaction has evicted or
 * put something, all its calls run their methods until it ends.
 *
 * <p><b>What the result may depend on.</b> Only on what is in the key: two calls with equal keys must be free to return
 * equal results. A method that depends on the state of {@code this} names that state with {@code {this.x}}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Cached {

    /**
     * The template of the entry's key; empty (the default) for the method's full signature and all its arguments.
     *
     * <table>
     * <caption>What stands between braces</caption>
     * <tr><td>{@code {id}}</td><td>the parameter named {@code id}; needs {@code -parameters} or debug information</td></tr>
     * <tr><td>{@code {0}}</td><td>the first parameter</td></tr>
     * <tr><td>{@code {user.address.city}}</td><td>a path of record components, getters or public fields</td></tr>
     * <tr><td>{@code {this.tenant}}</td><td>a property of the object the method is called on</td></tr>
     * <tr><td>{@code {ids[]}}</td><td>each element of the parameter {@code ids}, an array or a collection: one entry for each, see
     * below</td></tr>
     * <tr><td><code>{{</code> and <code>}}</code></td><td>a brace</td></tr>
     * </table>
     *
     * <p>Strings, primitives, enums, UUIDs, numbers, {@code java.time} values, records, arrays and collections of these
     * can be part of a key. A call with any other argument runs uncached. Different arguments never make the same key:
     * values are percent-encoded, and null differs from {@code "null"}. A key of more than 200 bytes ends in a digest
     * of the whole.
     *
     * <p>With {@code {ids[]}} the method returns a {@code Map} by id, or a {@code List} in the order of the ids, or a future of one. Each id has an entry of
     * its own, that of a method with {@code {id}} in its place which returns the value of one. The method is called once, with the ids
     * that are missing; an id that it leaves out of the map, or for which the list has null, is cached as null. {@link #unless()}
     * is asked for the value of each id, and tags with {@code {ids[]}} are those of one.
     *
     * <p>The key is made once, before the method runs. Methods that share a template and a result type share entries.
     */
    String key() default "";

    /**
     * How long an entry stays fresh, in {@link #unit()}; greater than 0. Up to 10 % shorter, never longer. More than ten
     * years count as ten.
     */
    long ttl();

    /** The unit of {@link #ttl()}, {@link #nullTtl()}, {@link #staleTtl()} and {@link #staleIfError()}. */
    TimeUnit unit() default TimeUnit.SECONDS;

    /**
     * How long a null result stays fresh, in {@link #unit()}: 0 to run the method again each time it returned null,
     * negative (the default) for the same as {@link #ttl()}.
     */
    long nullTtl() default -1;

    /**
     * How long after its {@link #ttl()} a value is still returned, in {@link #unit()}, while one caller in all processes has it
     * refreshed: 0 (the default) for not at all. No caller waits for that. An evicted value is never returned. A call from within the
     * body of another cached method does not get a stale value: it loads a fresh one.
     *
     * <p>Not with futures and reactive results, and not with {@code {ids[]}}: a WARN says so, and values end with their ttl. This holds for
     * the next three attributes, too.
     */
    long staleTtl() default 0;

    /**
     * How long after its {@link #ttl()} a value is returned, in {@link #unit()}, when the method throws an exception: 0 (the default) for not at
     * all. Each call runs the method first. The exception is logged, at a bounded rate. What another cached method makes of such a
     * value is not stored. In a transaction that may write, the exception is thrown.
     */
    long staleIfError() default 0;

    /**
     * The fraction of the {@link #ttl()} after which a call has the value refreshed, such as {@code 0.8}: 0 (the default) for never.
     * The caller gets the value that is there. If the method is slow, a refresh may begin earlier.
     */
    double refreshAhead() default 0;

    /** Where the method runs when an entry is refreshed; {@link RefreshIn#BACKGROUND} by default. */
    RefreshIn refreshIn() default RefreshIn.BACKGROUND;

    /**
     * The name of a method of the same class that decides whether a call uses the cache: it returns {@code boolean} and
     * takes the parameters of the annotated method. If it returns false or throws, the method runs, and nothing is read
     * or stored. Empty (the default) for always.
     */
    String when() default "";

    /**
     * The name of a method of the same class that decides whether a result must not be stored: it returns {@code
     * boolean} and takes the result, or the value of a future. If it returns true or throws, the result is returned and not stored. Empty (the
     * default) for never.
     */
    String unless() default "";

    /**
     * Templates of the entries' tags, with parameters and {@code {this.x}} as in {@link #key()}; {@code {ids[]}} makes
     * one tag for each element of an array or collection. Evicting a tag, see {@link CacheEvict#tag()}, evicts every
     * entry that has it. None by default.
     *
     * <p>An entry has the tags of the call that stored it. Methods that share a key and a result type should name the
     * same tags; one that names more does not read entries that have fewer.
     */
    String[] tags() default {};

    /**
     * Concrete classes, records and enums that stand behind interfaces, abstract classes, {@code Object} and other
     * general types in the result, and that the agent does not find by itself. None by default.
     *
     * <p>In memory nothing has to be named. In Redis, a value consists of the classes that the result type names, of the
     * permitted classes of sealed types, and, behind types of the application, of those of their subclasses that it has loaded.
     * Name the others:
     *
     * <pre>{@code
     * @Cached(key = "attributes:{id}", ttl = Ttl.LONG, types = {Money.class, Address.class})
     * public Map<String, Object> attributes(long id) { ... }
     * }</pre>
     *
     * <p>Redis then holds their names. Text that is read from it chooses among these classes, and nothing else.
     */
    Class<?>[] types() default {};

    /**
     * Where the results are kept: in Redis (the default), in Redis with a copy in each process, or in this process only. Methods
     * that share a key name the same.
     */
    Tier tier() default Tier.SHARED;

    /**
     * Whether key and result are secret. In Redis the result is then encrypted, and a keyed digest stands for the key and for each
     * tag; neither of them appears in a log, an MBean or an exception of the agent. Without a file of keys
     * ({@code larder.values.keys}) the results are kept in the memory of this process only, and a WARN says so.
     *
     * <p>All annotations with the same key or tag say the same: {@link CachePut#sensitive()}, {@link CacheEvict#sensitive()}. An
     * eviction that does not say it evicts the entry nevertheless, but Redis gets the plain key in the command. A pattern evicts all
     * entries of sensitive methods.
     */
    boolean sensitive() default false;
}
