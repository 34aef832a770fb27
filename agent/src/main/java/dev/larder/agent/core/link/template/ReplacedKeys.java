package dev.larder.agent.core.link.template;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys of other methods whose entries a put replaces: a put declared for an {@code Object} stores the {@code
 * Integer} 7 under another key than a method declared for an {@code int}, whose entry has to be evicted.
 *
 * @param evicted makes all keys
 * @param stored makes the key under which the put stores, and reports values that cannot be rendered
 */
record ReplacedKeys(Template evicted, Template stored) implements Template {

    @Override
    public List<String> render(
            @Nullable Object[] arguments, @Nullable Object result, Consumer<UnsupportedKeyException> misfits) {
        List<String> others = new ArrayList<>(evicted.render(arguments, result, misfit -> {}));
        others.removeAll(stored.render(arguments, result, misfit -> {}));
        return others;
    }

    @Override
    public boolean needsResult() {
        return stored.needsResult();
    }

    @Override
    public boolean isFixed() {
        return evicted.isFixed() && stored.isFixed();
    }

    @Override
    public String source() {
        return stored.source();
    }
}
