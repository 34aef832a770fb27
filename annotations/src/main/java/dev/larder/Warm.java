package dev.larder;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Calls a {@link Cached} method before anybody needs its results: after the start of the application and, if there is a
 * schedule, again and again.
 *
 * <pre>{@code
 * @Cached(key = "product:{id}", ttl = Ttl.STANDARD)
 * @Warm(schedule = "10m", arguments = "bestSellers")
 * public Product product(long id) { ... }
 *
 * private List<Long> bestSellers() { ... }
 * }</pre>
 *
 * <p>Of all processes that share a Redis and a namespace, one makes the calls of each turn; if it is killed, another one makes
 * them. Without Redis each process makes its own. A call is one like any other: what is cached already is found. But an entry that
 * would end before the next turn is refreshed, while callers get what is there.
 *
 * <p><b>When.</b> The first time when the stores have started, and the object is {@code larder.warm.delay} old and no longer
 * inside the start of Spring's context that made it; a static method after the class has been initialized for that
 * long. If a call throws, all calls of the turn are made again, later and later, five times in all.
 *
 * <p><b>Where.</b> On methods with {@link Cached}, their own or that of the abstract method which they implement, static or not,
 * except default methods of interfaces, suspend functions, and methods whose result has to be subscribed to. Of the
 * objects of the class and of its subclasses the one that was made last is called; if the key has something of the object, the
 * last 16 of them are. Proxies are left out where there are other objects. The calls run on a
 * thread of the agent with the class's own class loader as context, in no transaction, with no request or security context.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Warm {

    /**
     * When it is done again: a duration of a second or more, {@code "30s"}, {@code "10m"}, {@code "2h"} or {@code "1d"}, for
     * that often in all processes together; or times of the day, {@code "05:30"} or {@code "05:30, 17:30"}, by the JVM's
     * time zone. Empty (the default) for after the start only.
     */
    String schedule() default "";

    /**
     * The name of a method of the same class that yields the arguments. It has no parameters, is static if the annotated method
     * is, and returns an {@code Iterable}, an array or a {@code Stream}: of the argument, or if there are several
     * parameters, of {@code Object[]} or {@code List} with one value for each. Empty (the default) for a method without
     * parameters.
     */
    String arguments() default "";
}
