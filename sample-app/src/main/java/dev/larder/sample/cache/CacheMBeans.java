package dev.larder.sample.cache;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Reads the agent's MBeans by their names, as any JMX client would.
 *
 * <p><b>Failure.</b> Nothing is thrown: an agent that is absent or cannot be asked is a status too. Attributes other
 * than the mode are optional, so that this works with every version of the agent.
 */
@Component
class CacheMBeans {

    private static final ObjectName CACHE = name("dev.larder:type=Cache");
    private static final ObjectName CACHED_METHODS = name("dev.larder:type=CachedMethod,*");

    private static final String[] CACHE_ATTRIBUTES = {
        "ModeSince",
        "ModeReason",
        "RedisUrl",
        "Hits",
        "Misses",
        "HitRate",
        "Loads",
        "LoadFailures",
        "Stores",
        "Errors",
        "RedisGetP50Micros",
        "RedisGetP99Micros",
        "MemoryEntries",
        "CachedMethods",
        "RefusedMethods",
        "Enabled"
    };
    private static final String[] METHOD_ATTRIBUTES = {
        "Hits", "Misses", "HitRate", "Loads", "LoadFailures", "AverageLoadMillis", "Key", "TtlSeconds", "Enabled"
    };

    private final MBeanServer server;

    CacheMBeans(MBeanServer server) {
        this.server = server;
    }

    CacheStatus status() {
        try {
            String mode = String.valueOf(server.getAttribute(CACHE, "Mode"));
            return new CacheStatus(mode, read(CACHE, CACHE_ATTRIBUTES));
        } catch (InstanceNotFoundException absent) {
            return CacheStatus.absent();
        } catch (JMException | JMRuntimeException e) {
            return CacheStatus.error(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Ordered by name. */
    List<MethodStatus> methods() {
        return server.queryNames(CACHED_METHODS, null).stream()
                .flatMap(this::method)
                .sorted(Comparator.comparing(MethodStatus::name))
                .toList();
    }

    private Stream<MethodStatus> method(ObjectName name) {
        try {
            return Stream.of(new MethodStatus(methodName(name), read(name, METHOD_ATTRIBUTES)));
        } catch (JMException | JMRuntimeException unregisteredMeanwhile) {
            return Stream.of();
        }
    }

    private Map<String, Object> read(ObjectName name, String... attributes) throws JMException {
        Map<String, Object> values = new TreeMap<>();
        for (Attribute attribute : server.getAttributes(name, attributes).asList()) {
            if (isJson(attribute.getValue())) {
                values.put(StringUtils.uncapitalize(attribute.getName()), attribute.getValue());
            }
        }
        return values;
    }

    /** Null is left out, and so is a rate of nothing, which is no number. */
    private static boolean isJson(Object value) {
        return value instanceof Double number
                ? Double.isFinite(number)
                : value instanceof Number || value instanceof String || value instanceof Boolean;
    }

    private static String methodName(ObjectName name) {
        String property = name.getKeyProperty("name");
        return property.startsWith("\"") ? ObjectName.unquote(property) : property;
    }

    private static ObjectName name(String name) {
        try {
            return new ObjectName(name);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(name, e);
        }
    }
}
