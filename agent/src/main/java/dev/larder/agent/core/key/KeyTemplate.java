package dev.larder.agent.core.key;

import dev.larder.agent.core.key.text.KeyText;
import dev.larder.agent.core.key.text.PercentEscape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template of keys, tags or patterns, checked against the method it belongs to.
 *
 * <p><b>Shape.</b> The parts in their order make the key, one text behind the other; {@link KeyLength#bound} then
 * bounds its length. Literals already contain the terminators that keep neighbours apart, so rendering only joins.
 *
 * <p><b>Why different arguments never make the same key.</b>
 *
 * <ol>
 *   <li>What a value contributes tells where it ends. It is {@code ~} (null), {@code !} (empty text), a run of
 *       {@code [A-Za-z0-9_.@-]} and {@code %XX}, a group in balanced parentheses whose items stand apart by {@code ,}
 *       and {@code =}, or one of these behind a type's name and {@code !}. It therefore goes on for as long as there
 *       are characters of {@link PercentEscape#continues} or a group is open, and no longer.
 *   <li>Behind a placeholder that another one follows, the template's text starts with a character that cannot go on
 *       with a contribution; where it does not, or there is none, a {@code ,} is put in front of it.
 *   <li>So the key can be read from the left, each contribution be cut out, and each read back to a value equal to the
 *       one that went in: within a declared type a contribution without a name in front belongs to that very type, all
 *       others name theirs, and {@link KeyText} renders different values of a type differently.
 * </ol>
 *
 * <p>A key that had to be shortened is told apart by a 128-bit digest of all of it, see {@link KeyLength}.
 *
 * <p>A pattern's literals keep their wildcards, {@code *} and {@code ?}. No contribution has one of these characters, so
 * no argument widens a pattern.
 *
 * @param source as written in the annotation; empty for the default key
 * @param parts in the order of the key
 */
public record KeyTemplate(String source, List<KeyPart> parts) {

    private static final KeyPart.Literal TERMINATOR = new KeyPart.Literal(",");

    public KeyTemplate {
        parts = List.copyOf(parts);
    }

    /**
     * Reads the key template of a cached method; an empty one stands for the method's signature and all its arguments.
     *
     * @throws KeyTemplateException if it is malformed or names something that the method does not have
     */
    public static KeyTemplate parse(String template, KeyParameters parameters) throws KeyTemplateException {
        return template.isEmpty()
                ? ofCall(parameters, List.of())
                : parse(template, parameters, TemplateKind.CACHED_KEY);
    }

    /**
     * The default key: the method's signature, what counts of the object, and all arguments.
     *
     * <p>Each stands behind a {@code :}, and neither the object's part nor an argument has one of its own. So a key with an
     * object's part is told from one without, which has one {@code :} less.
     *
     * @param object what counts of the object the method is called on; empty where nothing does
     */
    public static KeyTemplate ofCall(KeyParameters parameters, List<KeyPart> object) {
        return new KeyTemplate("", defaultParts(parameters, object));
    }

    /**
     * Reads a template that is not empty.
     *
     * @throws KeyTemplateException as above, and if it has what its kind does not take
     */
    public static KeyTemplate parse(String template, KeyParameters parameters, TemplateKind kind)
            throws KeyTemplateException {
        if (template.isEmpty()) {
            throw kind.problem(
                    template, "is empty", kind == TemplateKind.PUT_KEY ? "Write one." : "Write one, or leave it out.");
        }
        KeyTemplate parsed =
                new KeyTemplate(template, terminated(new KeyTemplateParser(template, parameters, kind).parse()));
        if (kind == TemplateKind.CACHED_KEY) {
            BatchKey.of(parsed);
        }
        return parsed;
    }

    /**
     * Reads a pattern.
     *
     * <p>Whether keys have a terminator behind the pattern's last placeholder depends on what their template has there,
     * a placeholder or text, which a wildcard does not tell. Where it matters the pattern stands for both.
     *
     * @return one template, or two that together match what the pattern means
     */
    public static List<KeyTemplate> parsePattern(String pattern, KeyParameters parameters) throws KeyTemplateException {
        KeyTemplate plain = parse(pattern, parameters, TemplateKind.PATTERN);
        int last = plain.parts.size() - 1;
        if (last == 0 || !(plain.parts.get(last) instanceof KeyPart.Literal tail) || !isAmbiguous(tail.text())) {
            return List.of(plain);
        }
        List<KeyPart> terminated = new ArrayList<>(plain.parts);
        terminated.add(last, TERMINATOR);
        return List.of(plain, new KeyTemplate(pattern, terminated));
    }

    private static boolean isAmbiguous(String tail) {
        return PercentEscape.continues(tail.charAt(0)) && (tail.indexOf('*') >= 0 || tail.indexOf('?') >= 0);
    }

    /** Where values go, in the order of the key. */
    public List<KeyPart.Placeholder> placeholders() {
        List<KeyPart.Placeholder> placeholders = new ArrayList<>();
        for (KeyPart part : parts) {
            if (part instanceof KeyPart.Placeholder placeholder) {
                placeholders.add(placeholder);
            }
        }
        return placeholders;
    }

    /** Of what it has of the object, that alone; null if it has nothing of it. */
    public @Nullable KeyTemplate ofObject() {
        List<KeyPart> found = new ArrayList<>();
        for (KeyPart part : parts) {
            if (part instanceof KeyPart.Receiver) {
                found.add(part);
            }
        }
        return found.isEmpty() ? null : new KeyTemplate(source, terminated(found));
    }

    /** Whether it means nothing before the method has returned. */
    public boolean needsResult() {
        for (KeyPart part : parts) {
            if (part instanceof KeyPart.Result
                    || (part instanceof KeyPart.Element element && element.collection() instanceof KeyPart.Result)) {
                return true;
            }
        }
        return false;
    }

    /** What it makes one text for each element of; null if it makes just one. */
    public KeyPart.@Nullable Placeholder collection() {
        for (KeyPart part : parts) {
            if (part instanceof KeyPart.Element element) {
                return element.collection();
            }
        }
        return null;
    }

    /** The signature has no {@code :} of its own, so it ends at the first one; and no brace that would choose a slot. */
    private static List<KeyPart> defaultParts(KeyParameters parameters, List<KeyPart> object) {
        List<KeyPart> parts = new ArrayList<>();
        parts.add(new KeyPart.Literal(PercentEscape.signature(parameters.signature())));
        if (!object.isEmpty()) {
            parts.add(new KeyPart.Literal(":"));
            parts.addAll(object);
        }
        for (int index = 0; index < parameters.count(); index++) {
            parts.add(new KeyPart.Literal(":"));
            parts.add(new KeyPart.Argument("{" + index + "}", index, List.of()));
        }
        return parts;
    }

    private static List<KeyPart> terminated(List<KeyPart> parts) {
        List<KeyPart> result = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0 && parts.get(i - 1) instanceof KeyPart.Placeholder && runsOn(parts, i)) {
                result.add(TERMINATOR);
            }
            result.add(parts.get(i));
        }
        return result;
    }

    /** Whether the part could be taken for more of the placeholder before it; the template's end never is. */
    private static boolean runsOn(List<KeyPart> parts, int index) {
        return !(parts.get(index) instanceof KeyPart.Literal literal)
                || (index < parts.size() - 1
                        && PercentEscape.continues(literal.text().charAt(0)));
    }
}
