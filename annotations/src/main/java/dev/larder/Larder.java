package dev.larder;

import java.lang.reflect.Type;
import java.util.Collections;

/**
 * The cache for code that cannot be annotated, with the same entries, keys and promise as {@link Cached}, {@link
 * CachePut} and {@link CacheEvict}.
 *
 * <pre>{@code
 * private static final LarderCache<User> USERS = Larder.cache(User.class).withTtl(Duration.ofMinutes(15));
 *
 * User user = USERS.getOrLoad(Larder.key("user:{0}", id), () -> queryUser(id));
 * }</pre>
 *
 * <p><b>Without the agent</b> nothing is cached: reads find nothing, loaders run, writes do nothing, and counters count
 * in this process. Arguments are checked as with the agent.
 *
 * <p><b>Threads.</b> Thread-safe, like everything it returns.
 *
 * <p><b>Failure.</b> No method throws because of the cache. Invalid arguments throw {@link NullPointerException} or
 * {@link IllegalArgumentException} with a message that says what to write instead.
 *
 * <p>The first use of this class starts the cache's stores, in the background, if no annotated class has done so
 * before. Until they have started {@link #mode} is {@link Mode#INITIALIZING}.
 */
public final class Larder {

    private Larder() {}

    /** Whether the agent is attached and understands this version of the API. Does not change while the JVM runs. */
    public static boolean isActive() {
        return Conversation.isWithAgent();
    }

    /** The current mode; {@link Mode#OFF} without the agent. Never waits. */
    public static Mode mode() {
        return Mode.valueOf((String) Conversation.ask("mode"));
    }

    /**
     * Renders a key exactly as {@link Cached#key()} does for a method whose parameters have the types of the {@code
     * arguments}: {@code Larder.key("user:{0}", 42)} is {@code user:42}, like the key of a method {@code find(int id)}
     * with the template {@code user:{id}}. Values are percent-encoded, so that no text can forge another key.
     *
     * <p>A collection counts as declared with the common class of its elements, {@code List.of(1L, 2L)} as {@code
     * List<Long>}. {@code 1}, {@code 1L} and {@code "1"} make the same key, as they do for three methods that share a
     * template.
     *
     * @param template text with {@code {0}}, {@code {1}}, … for the arguments and <code>{{</code>, <code>}}</code> for
     *     braces; printable, without blanks. It uses every argument. Pass properties as arguments: {@code
     *     key("city:{0}", user.city())}
     * @param arguments strings, primitives, enums, UUIDs, numbers, {@code java.time} values, records, arrays and
     *     collections of these, and null
     * @return 1 to 200 characters of printable ASCII
     * @throws IllegalArgumentException for a template that is malformed or does not fit the arguments, and for an
     *     argument that has no stable text
     */
    public static String key(String template, Object... arguments) {
        Object[] values = arguments == null ? new Object[] {null} : arguments.clone();
        KeyTemplate.parse(template, values.length);
        return (String) Conversation.ask("key", template, values);
    }

    /**
     * The entries with values of the type {@code type}: those of annotated methods with this result type, and those put
     * through a handle of this type. Their ttl is {@link Ttl#STANDARD} seconds and they have no tags unless {@link
     * LarderCache#withTtl} and {@link LarderCache#withTags} set others.
     *
     * <p>Handles are cheap to make and may be kept, for example in a static field.
     *
     * @param type not generic: for {@code List<User>} use {@link #cache(ValueType)}. For a method that returns a
     *     primitive, its class, such as {@code long.class}
     */
    public static <V> LarderCache<V> cache(Class<V> type) {
        if (type == void.class) {
            throw new IllegalArgumentException("There are no values of type void. Name the type of what you store.");
        }
        return handle(Arguments.notNull(type, "type", "the class of the values, such as User.class"), type);
    }

    /** As {@link #cache(Class)}, for a type with arguments. */
    public static <V> LarderCache<V> cache(ValueType<V> type) {
        Arguments.notNull(type, "type", "new ValueType<List<User>>() {}");
        return handle(type.getClass(), type.type());
    }

    private static <V> LarderCache<V> handle(Class<?> origin, Type type) {
        return new LarderCache<>(
                Conversation.about(origin, type), type, Ttl.STANDARD * 1_000, Collections.<String>emptyList());
    }
}
