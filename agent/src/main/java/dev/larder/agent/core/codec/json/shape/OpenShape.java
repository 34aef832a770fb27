package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.json.stream.Fingerprint;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import dev.larder.agent.core.codec.subclass.Subclasses;
import dev.larder.agent.core.type.BoundType;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * A place declared as an interface, an abstract class or a class that is not final: an object of the declared class as if it
 * were final; any other as an array of its class and its content.
 *
 * <p><b>Shape.</b> The class is a text at its first time in a value, and later its number among those named in the value. The
 * text is the name of the class, a space, and the {@link Fingerprint} of its shape: an object of a version of the class with other
 * fields is refused. So the fingerprint of this place does not depend on what a JVM has loaded, and JVMs that have loaded
 * different subclasses share entries.
 *
 * <p>The name chooses among the classes that {@link Subclasses} allows, and only chooses.
 *
 * <p><b>Threads.</b> Thread-safe. Unlike other shapes it learns: each class that it meets first gets a shape.
 */
final class OpenShape extends Shape {

    /** One class at this place. */
    private record Choice(OpenShape place, String text, Shape shape) {}

    private final BoundType type;
    private final Subclasses subclasses;
    private final GrowingShapes shapes;
    private final Map<Class<?>, Choice> byClass = new ConcurrentHashMap<>();
    private final Map<String, Choice> byText = new ConcurrentHashMap<>();

    /** What classes would be named that stored text has named with other fields: one text a class. */
    private final Map<Class<?>, String> textByClass = new ConcurrentHashMap<>();

    private @Nullable Shape own;

    OpenShape(BoundType type, Subclasses subclasses, GrowingShapes shapes) {
        this.type = type;
        this.subclasses = subclasses;
        this.shapes = shapes;
    }

    @Override
    public void link(Linker linker) {
        if (Subclasses.areAllowed(type.raw()) && !Modifier.isAbstract(type.raw().getModifiers())) {
            own = linker.ofExactly(type);
        }
    }

    @Override
    public void describe(Fingerprint fingerprint) {
        fingerprint.word("open").word(type.toString());
        if (own != null) {
            fingerprint.shape(own);
        }
    }

    @Override
    public void write(Object value, ValueWriter out) throws CodecException {
        Shape exact = own;
        if (exact != null && value.getClass() == type.raw()) {
            exact.write(value, out);
            return;
        }
        Choice known = byClass.get(classOf(value));
        Object entity = known == null ? Fetched.entity(value, out) : value;
        if (entity != value) {
            write(entity, out);
            return;
        }
        Choice choice = known == null ? choiceFor(value, out) : known;
        out.json().writeStartArray();
        if (out.named().add(choice)) {
            out.json().writeString(choice.text);
        } else {
            out.json().writeNumber(out.named().numberOf(choice));
        }
        out.value(choice.shape, value);
        out.json().writeEndArray();
    }

    private Choice choiceFor(Object value, ValueWriter out) throws CodecException {
        Class<?> actual = classOf(value);
        UnfitClass refusal = subclasses.refusal(actual);
        if (refusal != null) {
            throw out.refuse(
                    "declared as " + type + ", found " + ValueWriter.nameOf(value) + ", which " + refusal.reason(),
                    refusal.remedy());
        }
        return learn(actual, shapes.add(type.narrowedDownTo(actual), true));
    }

    private static Class<?> classOf(Object value) {
        return value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    }

    /** Two threads may do so at once; the first one's is used by both. */
    private Choice learn(Class<?> actual, Shape shape) {
        String text = textOf(actual, shape);
        Choice made = new Choice(this, text, shape);
        Choice earlier = byClass.putIfAbsent(actual, made);
        Choice choice = earlier == null ? made : earlier;
        byText.put(text, choice);
        return choice;
    }

    private static String textOf(Class<?> actual, Shape shape) {
        return actual.getName() + " " + Fingerprint.of(0, shape);
    }

    @Override
    public Object read(ValueReader in) throws CodecException {
        if (!in.is(JsonToken.START_ARRAY)) {
            if (own == null) {
                throw in.malformed("an object without its class");
            }
            return own.read(in);
        }
        Choice choice = nextChoice(in);
        Object value = in.nextValue(choice.shape);
        in.next(JsonToken.END_ARRAY);
        if (value == null) {
            throw in.malformed("a null of a certain class");
        }
        return value;
    }

    private Choice nextChoice(ValueReader in) throws CodecException {
        if (in.nextIs(JsonToken.VALUE_STRING)) {
            Choice named = named(in.text(), in);
            if (!in.named().add(named)) {
                throw in.malformed("a class named twice");
            }
            return named;
        }
        if (in.named().numbered(in.integer(0, Integer.MAX_VALUE)) instanceof Choice choice && choice.place == this) {
            return choice;
        }
        throw in.malformed("the number of a class that is not named before");
    }

    private Choice named(String text, ValueReader in) throws CodecException {
        Choice known = byText.get(text);
        if (known != null) {
            return known;
        }
        int space = text.lastIndexOf(' ');
        Class<?> found = space < 0 ? null : subclasses.named(text.substring(0, space));
        if (found == null) {
            throw CodecException.ofUnmetClass("it has an object of a class that is no loaded subclass of "
                    + type.raw().getName());
        }
        Choice choice = byClass.get(found);
        if (choice == null) {
            choice = learnAs(found, text);
        }
        if (choice == null || !choice.text.equals(text)) {
            throw in.malformed("an object of " + found.getName() + " with other fields");
        }
        return choice;
    }

    /**
     * Null if a value that this version of {@code found} has written would not say {@code text}. Then nothing is learned of it but
     * that: who can write to Redis can name every loaded subclass, and as often as he likes.
     */
    private @Nullable Choice learnAs(Class<?> found, String text) {
        String ofThisVersion = textByClass.get(found);
        if (ofThisVersion != null && !ofThisVersion.equals(text)) {
            return null;
        }
        Shape shape = shapes.addIf(type.narrowedDownTo(found), true, made -> {
            String its = textOf(found, made);
            textByClass.put(found, its);
            return its.equals(text);
        });
        return shape == null ? null : learn(found, shape);
    }
}
