package dev.larder.agent.core.key;

import dev.larder.agent.core.base.NearestNames;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what stands between the braces of one template, and looks it up.
 *
 * <p><b>Shape.</b>
 *
 * <pre>{@code
 * placeholder = ( name / position / "this" / "result" ) *( "." property )     "[]" once, behind any of them
 * }</pre>
 *
 * <p>{@code this} is always the receiver, even if a compiler named a parameter so. {@code result} is what the method
 * returned where the kind of template has that, even if a parameter is named so, and otherwise a name like any other.
 */
final class PlaceholderParser {

    private static final String EACH = "[]";

    private final String template;
    private final KeyParameters parameters;
    private final TemplateKind kind;

    PlaceholderParser(String template, KeyParameters parameters, TemplateKind kind) {
        this.template = template;
        this.parameters = parameters;
        this.kind = kind;
    }

    KeyPart.Placeholder parse(String content) throws KeyTemplateException {
        String source = "{" + content + "}";
        checkContent(content, source);
        List<String> names = List.of(content.split("\\.", -1));
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).endsWith(EACH)) {
                return element(source, names, i);
            }
        }
        checkNames(source, names);
        return whole(source, names);
    }

    private void checkContent(String content, String source) throws KeyTemplateException {
        if (content.isEmpty()) {
            throw problem(
                    "has an empty '{}'",
                    (parameters.count() == 0
                                    ? noParametersRemedy()
                                    : "Write a parameter's name or position in it, such as " + positions() + ".")
                            + " For two braces write '{{}}'.");
        }
        if (hasBlank(content)) {
            throw problem("has white space or a control character in " + Quoted.of(source), "Take it out.");
        }
        if (content.indexOf(EACH) != content.lastIndexOf(EACH)) {
            throw problem("has more than one '[]' in " + Quoted.of(source), "Leave all but one of them out.");
        }
    }

    /** @param last where the {@code []} is */
    private KeyPart.Placeholder element(String source, List<String> names, int last) throws KeyTemplateException {
        if (!kind.takesElements()) {
            throw problem(
                    "asks for one entry per element with " + Quoted.of(source)
                            + ", which is there for keys and tags in annotations only",
                    "Leave the '[]' out"
                            + (kind == TemplateKind.PUT_VALUE
                                    ? ": a put of many stores a Map by id, or a List in the order of the ids."
                                    : " to make all elements part of one key."));
        }
        List<String> collection = new ArrayList<>(names.subList(0, last + 1));
        collection.set(last, names.get(last).substring(0, names.get(last).length() - EACH.length()));
        List<String> path = names.subList(last + 1, names.size());
        checkNames(source, collection);
        checkNames(source, path);
        return new KeyPart.Element(source, whole("{" + String.join(".", collection) + "}", collection), path);
    }

    private KeyPart.Placeholder whole(String source, List<String> names) throws KeyTemplateException {
        String first = names.get(0);
        List<String> path = names.subList(1, names.size());
        if (first.equals("this")) {
            checkReceiver(path);
            return new KeyPart.Receiver(source, path);
        }
        return first.equals("result") && kind.namesResult()
                ? new KeyPart.Result(source, path)
                : new KeyPart.Argument(source, indexOf(first), path);
    }

    private void checkNames(String source, List<String> names) throws KeyTemplateException {
        if (names.contains("")) {
            throw problem("has an empty name in " + Quoted.of(source), "Write a name on either side of each dot.");
        }
    }

    private void checkReceiver(List<String> path) throws KeyTemplateException {
        if (parameters.isStatic()) {
            throw problem(
                    "names 'this', but the method is static",
                    parameters.count() == 0 ? noParametersRemedy() : "Name parameters instead.");
        }
        if (path.isEmpty()) {
            throw problem("names 'this' without a property", "Write {this.x} for each property x that counts.");
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
        if (name.equals("result")
                && !kind.namesResult()
                && (parameters.count() == 0 || !parameters.names().isEmpty())) {
            return problem(
                    "names the result, which only evictions and puts know",
                    parameters.count() == 0 ? noParametersRemedy() : "Name a parameter, or a property of one.");
        }
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
        return parameters.isStatic() ? "Write a fixed text." : "Write a fixed text, or {this.x} for a property x.";
    }

    private String positions() {
        return parameters.count() == 1 ? "{0}" : "{0} to {" + (parameters.count() - 1) + "}";
    }

    private KeyTemplateException problem(String clause, String remedy) {
        return kind.problem(template, clause, remedy);
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

    /** Whether there is a character in it that no template may have. */
    static boolean hasBlank(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c));
    }
}
