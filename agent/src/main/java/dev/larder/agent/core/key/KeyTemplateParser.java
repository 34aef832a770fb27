package dev.larder.agent.core.key;

import dev.larder.agent.core.base.NearestNames;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts one template into literals and placeholders, and looks the placeholders up.
 *
 * <p><b>Shape.</b>
 *
 * <pre>{@code
 * template    = *( text / "{{" / "}}" / placeholder )
 * placeholder = "{" ( name / position / "this" ) *( "." property ) "}"
 * }</pre>
 *
 * <p>{@code this} is always the receiver, even if a compiler named a parameter so; every other name, {@code result}
 * included, is a parameter's or unknown.
 */
final class KeyTemplateParser {

    private final String template;
    private final KeyParameters parameters;
    private final List<KeyPart> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int position;

    KeyTemplateParser(String template, KeyParameters parameters) {
        this.template = template;
        this.parameters = parameters;
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
                parts.add(placeholder());
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
        if (hasBlank(text)) {
            throw problem("has white space or a control character in it", "Take it out, or write ':' or '_' instead.");
        }
        parts.add(new KeyPart.Literal(PercentEscape.literal(text)));
    }

    private KeyPart placeholder() throws KeyTemplateException {
        int end = template.indexOf('}', position);
        int nested = template.indexOf('{', position + 1);
        if (end < 0 || (nested >= 0 && nested < end)) {
            throw problem("has a '{' without its '}'", "Close it, or write '{{' for a brace.");
        }
        String content = template.substring(position + 1, end);
        position = end + 1;
        return placeholder(content, "{" + content + "}");
    }

    private KeyPart placeholder(String content, String source) throws KeyTemplateException {
        checkContent(content);
        List<String> names = List.of(content.split("\\.", -1));
        if (names.contains("")) {
            throw problem("has an empty name in " + Quoted.of(source), "Write a name on either side of each dot.");
        }
        String first = names.get(0);
        List<String> path = names.subList(1, names.size());
        if (!first.equals("this")) {
            return new KeyPart.Argument(source, indexOf(first), path);
        }
        checkReceiver(path);
        return new KeyPart.Receiver(source, path);
    }

    private void checkContent(String content) throws KeyTemplateException {
        if (content.isEmpty()) {
            throw problem("has an empty '{}'", "Write a parameter's name or position in it, or '{{}}' for two braces.");
        }
        if (hasBlank(content)) {
            throw problem(
                    "has white space or a control character in " + Quoted.of("{" + content + "}"), "Take it out.");
        }
        if (content.endsWith("[]")) {
            throw problem(
                    "asks for one entry per element with " + Quoted.of("{" + content + "}")
                            + ", which is not available here",
                    "Leave the '[]' out to make all elements part of one key.");
        }
    }

    private void checkReceiver(List<String> path) throws KeyTemplateException {
        if (parameters.isStatic()) {
            throw problem("names 'this', but the method is static", "Name parameters instead.");
        }
        if (path.isEmpty()) {
            throw problem(
                    "names 'this' without a property",
                    "Write {this.x} for each property x that the result depends on.");
        }
    }

    private int indexOf(String name) throws KeyTemplateException {
        if (isPosition(name)) {
            return checkedPosition(name);
        }
        int index = parameters.names().indexOf(name);
        if (index < 0) {
            throw unknown(name);
        }
        return index;
    }

    private int checkedPosition(String digits) throws KeyTemplateException {
        // More digits than any parameter list needs: spare parseInt the overflow.
        int index = digits.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (index < parameters.count()) {
            return index;
        }
        throw problem(
                "names position " + digits + ", but the method has " + plural(parameters.count(), "parameter"),
                parameters.count() == 0 ? noParametersRemedy() : "Write " + positions() + ".");
    }

    private KeyTemplateException unknown(String name) {
        String problem = "names " + Quoted.of(name) + ", but ";
        if (parameters.count() == 0) {
            return problem(problem + "the method has no parameters", noParametersRemedy());
        }
        if (parameters.names().isEmpty()) {
            return problem(
                    problem + "the class file has no parameter names",
                    "Compile with -parameters or write " + positions() + ".");
        }
        List<String> nearest = NearestNames.to(name, parameters.names());
        return problem(
                problem + "the method's " + (nearest.size() < parameters.count() ? "nearest " : "")
                        + (nearest.size() == 1 ? "parameter is " : "parameters are ") + Quoted.all(nearest),
                "Write {" + nearest.get(0) + "} or {" + parameters.names().indexOf(nearest.get(0)) + "}.");
    }

    private String noParametersRemedy() {
        return parameters.isStatic() ? "Write a fixed key." : "Write a fixed key, or {this.x} for a property x.";
    }

    private String positions() {
        return parameters.count() == 1 ? "{0}" : "{0} to {" + (parameters.count() - 1) + "}";
    }

    private KeyTemplateException problem(String clause, String remedy) {
        return new KeyTemplateException("key template " + Quoted.of(template) + " " + clause, remedy);
    }

    private static String plural(int count, String noun) {
        return (count == 0 ? "no" : String.valueOf(count)) + " " + noun + (count == 1 ? "" : "s");
    }

    private static boolean isPosition(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return false;
            }
        }
        return name.equals("0") || name.charAt(0) != '0';
    }

    private static boolean hasBlank(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c));
    }
}
