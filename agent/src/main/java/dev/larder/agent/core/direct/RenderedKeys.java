package dev.larder.agent.core.direct;

import dev.larder.agent.core.key.KeyLength;
import dev.larder.agent.core.key.KeyParameters;
import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.key.text.KeyEncoder;
import dev.larder.agent.core.key.text.TypeNames;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Renders keys as call sites do, with inferred argument types.
 *
 * <p><b>Threads.</b> Thread-safe. Reads arguments on the caller's thread.
 *
 * <p><b>Failure.</b> {@link IllegalArgumentException} for an invalid template, one with another number of arguments, or
 * an argument without a stable text.
 */
final class RenderedKeys {

    /**
     * An application has a limited number of templates in its code. Beyond this number, templates are parsed each time.
     */
    private static final int MOST_REMEMBERED = 1_000;

    /** A parsed template depends on the number of arguments. */
    private record Asked(String template, int count) {}

    private final ConcurrentMap<Asked, KeyTemplate> known = new ConcurrentHashMap<>();

    String render(String template, @Nullable Object[] arguments) {
        StringBuilder key = new StringBuilder();
        try {
            for (KeyPart part : template(new Asked(template, arguments.length)).parts()) {
                key.append(text(part, arguments));
            }
        } catch (UnsupportedKeyException e) {
            throw new IllegalArgumentException(
                    "Cannot make a key of \"" + template + "\": " + e.getMessage()
                            + ". Pass a property of it that has a stable text, such as its id.",
                    e);
        }
        return KeyLength.bound(key.toString());
    }

    private KeyTemplate template(Asked asked) {
        KeyTemplate template = known.get(asked);
        if (template == null) {
            template = parse(asked);
            if (known.size() < MOST_REMEMBERED) {
                known.putIfAbsent(asked, template);
            }
        }
        return template;
    }

    private static KeyTemplate parse(Asked asked) {
        try {
            KeyParameters parameters = new KeyParameters("dev.larder.Larder.key", List.of(), asked.count, true);
            return asked.template.isEmpty()
                    ? KeyTemplate.parse(asked.template, parameters)
                    : KeyTemplate.parse(asked.template, parameters, TemplateKind.RENDERED_KEY);
        } catch (KeyTemplateException e) {
            throw new IllegalArgumentException("The " + e.getMessage() + ". " + e.remedy(), e);
        }
    }

    private static String text(KeyPart part, @Nullable Object[] arguments) {
        if (part instanceof KeyPart.Literal literal) {
            return literal.text();
        }
        KeyPart.Argument argument = (KeyPart.Argument) part;
        Object value = arguments[argument.index()];
        return KeyEncoder.of(InferredType.of(value), argument.source(), TypeNames.WHERE_AMBIGUOUS)
                .text(value);
    }
}
