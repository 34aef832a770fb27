package dev.larder.agent.core.weave;

import dev.larder.agent.core.base.PerLoader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was made of each class with annotations when it was loaded.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Why</b> it is remembered beside the class: reflection on a class that is being redefined loads the types of all
 * its methods, which the application may have none of.
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

    /** Null for a class that came before the agent, or was not looked at. */
    @Nullable
    WovenClass get(ClassLoader loader, String name) {
        return byName.get(loader).get(name);
    }
}
