package dev.larder.agent.core.weave;

import dev.larder.agent.core.base.PerLoader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The record of each class with annotations that was woven when it was loaded.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Why</b> this is recorded instead of found by reflection: reflection on a class that is being redefined loads
 * the types of all its methods, and some may be missing in the application.
 */
final class WovenClasses {

    private final PerLoader<Map<String, WovenClass>> byName = new PerLoader<>() {
        @Override
        protected Map<String, WovenClass> initial() {
            return new ConcurrentHashMap<>();
        }
    };

    void put(ClassLoader loader, String name, WovenClass woven) {
        byName.get(loader).put(name, woven);
    }

    /** Null for a class that was loaded before the agent, or was not examined. */
    @Nullable
    WovenClass get(ClassLoader loader, String name) {
        return byName.get(loader).get(name);
    }
}
