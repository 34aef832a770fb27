package dev.larder.agent.core.link.template;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A template of a sensitive method: what stands for each of its texts.
 *
 * <p><b>Threads.</b> Immutable.
 */
public record HiddenTemplate(Template plain, UnaryOperator<String> hide) implements Template {

    @Override
    public List<String> render(
            @Nullable Object[] arguments, @Nullable Object result, Consumer<UnsupportedKeyException> misfits) {
        return plain.render(arguments, result, misfits).stream().map(hide).toList();
    }

    @Override
    public boolean needsResult() {
        return plain.needsResult();
    }

    @Override
    public boolean isFixed() {
        return plain.isFixed();
    }

    @Override
    public String source() {
        return plain.source();
    }
}
