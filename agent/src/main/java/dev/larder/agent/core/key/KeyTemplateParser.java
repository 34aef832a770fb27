package dev.larder.agent.core.key;

import dev.larder.agent.core.key.text.PercentEscape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the parts of a key of one template. What stands between the braces is {@link PlaceholderParser}'s. */
final class KeyTemplateParser extends TemplateScanner {

    private final String template;
    private final TemplateKind kind;
    private final PlaceholderParser placeholders;
    private final List<KeyPart> parts = new ArrayList<>();

    /** What the template runs over, once there is a {@code []} in it. */
    private KeyPart.@Nullable Placeholder collection;

    KeyTemplateParser(String template, KeyParameters parameters, TemplateKind kind) {
        super(template);
        this.template = template;
        this.kind = kind;
        this.placeholders = new PlaceholderParser(template, parameters, kind);
    }

    /** Literals are never empty and no two of them are neighbours. */
    List<KeyPart> parse() throws KeyTemplateException {
        scan();
        return parts;
    }

    @Override
    void text(String text) throws KeyTemplateException {
        if (PlaceholderParser.hasBlank(text)) {
            throw problem("has white space or a control character in it", "Take it out, or write ':' or '_' instead.");
        }
        parts.add(new KeyPart.Literal(PercentEscape.literal(text)));
    }

    @Override
    void placeholder(String content) throws KeyTemplateException {
        add(placeholders.parse(content));
    }

    private void add(KeyPart.Placeholder placeholder) throws KeyTemplateException {
        if (placeholder instanceof KeyPart.Element element) {
            if (collection != null && !collection.equals(element.collection())) {
                throw problem(
                        "has '[]' behind both " + Quoted.of(collection.source()) + " and "
                                + Quoted.of(element.collection().source()),
                        "Leave it out behind one of them.");
            }
            collection = element.collection();
        }
        parts.add(placeholder);
    }

    @Override
    KeyTemplateException problem(String clause, String remedy) {
        return kind.problem(template, clause, remedy);
    }
}
