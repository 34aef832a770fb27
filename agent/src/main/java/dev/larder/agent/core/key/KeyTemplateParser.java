package dev.larder.agent.core.key;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one template into literals and placeholders.
 *
 * <p><b>Shape.</b>
 *
 * <pre>{@code
 * template = *( text / "{{" / "}}" / "{" placeholder "}" )
 * }</pre>
 *
 * <p>What stands between the braces is {@link PlaceholderParser}'s.
 */
final class KeyTemplateParser {

    private final String template;
    private final TemplateKind kind;
    private final PlaceholderParser placeholders;
    private final List<KeyPart> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int position;

    /** What the template runs over, once there is a {@code []} in it. */
    private KeyPart.@Nullable Placeholder collection;

    KeyTemplateParser(String template, KeyParameters parameters, TemplateKind kind) {
        this.template = template;
        this.kind = kind;
        this.placeholders = new PlaceholderParser(template, parameters, kind);
    }

    /** Literals are never empty and no two of them are neighbours. */
    List<KeyPart> parse() throws KeyTemplateException {
        while (position < template.length()) {
            char c = template.charAt(position);
            boolean isBrace = c == '{' || c == '}';
            if (isBrace && template.startsWith(String.valueOf(c), position + 1)) {
                literal.append(c);
                position += 2;
            } else if (c == '{') {
                endLiteral();
                add(placeholders.parse(content()));
            } else if (c == '}') {
                throw problem("has a '}' without its '{'", "Write '}}' for a brace.");
            } else {
                literal.append(c);
                position++;
            }
        }
        endLiteral();
        return parts;
    }

    private void endLiteral() throws KeyTemplateException {
        if (literal.isEmpty()) {
            return;
        }
        String text = literal.toString();
        literal.setLength(0);
        if (PlaceholderParser.hasBlank(text)) {
            throw problem("has white space or a control character in it", "Take it out, or write ':' or '_' instead.");
        }
        parts.add(new KeyPart.Literal(PercentEscape.literal(text)));
    }

    private String content() throws KeyTemplateException {
        int end = template.indexOf('}', position);
        int nested = template.indexOf('{', position + 1);
        if (end < 0 || (nested >= 0 && nested < end)) {
            throw problem("has a '{' without its '}'", "Close it, or write '{{' for a brace.");
        }
        String content = template.substring(position + 1, end);
        position = end + 1;
        return content;
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

    private KeyTemplateException problem(String clause, String remedy) {
        return kind.problem(template, clause, remedy);
    }
}
