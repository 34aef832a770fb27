package dev.larder.agent.core.link.template;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A text of Larder's own, which no annotation can name. */
public record ConstantTemplate(String source) implements Template {

    @Override
    public List<String> render(
            @Nullable Object[] arguments, @Nullable Object result, Consumer<UnsupportedKeyException> misfits) {
        return List.of(source);
    }

    @Override
    public boolean needsResult() {
        return false;
    }

    @Override
    public boolean isFixed() {
        return true;
    }
}
