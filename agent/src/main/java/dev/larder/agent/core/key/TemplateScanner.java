package dev.larder.agent.core.key;

/**
 * Cuts a template into its own text and what stands between its braces.
 *
 * <p><b>Shape.</b>
 *
 * <pre>{@code
 * template = *( text / "{{" / "}}" / "{" placeholder "}" )
 * }</pre>
 */
abstract class TemplateScanner {

    private final String template;
    private final StringBuilder text = new StringBuilder();
    private int position;

    TemplateScanner(String template) {
        this.template = template;
    }

    /** Hands out all pieces, in their order. */
    final void scan() throws KeyTemplateException {
        while (position < template.length()) {
            char c = template.charAt(position);
            boolean isBrace = c == '{' || c == '}';
            if (isBrace && template.startsWith(String.valueOf(c), position + 1)) {
                text.append(c);
                position += 2;
            } else if (c == '{') {
                endText();
                placeholder(content());
            } else if (c == '}') {
                throw problem("has a '}' without its '{'", "Write '}}' for a brace.");
            } else {
                text.append(c);
                position++;
            }
        }
        endText();
    }

    private void endText() throws KeyTemplateException {
        if (!text.isEmpty()) {
            String found = text.toString();
            text.setLength(0);
            text(found);
        }
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

    /** Text of the template's own, braces unescaped; never empty, and never two of them one behind the other. */
    abstract void text(String text) throws KeyTemplateException;

    /** What stands between two braces. */
    abstract void placeholder(String content) throws KeyTemplateException;

    abstract KeyTemplateException problem(String clause, String remedy);
}
