package dev.larder.agent.core.key.text;

import dev.larder.agent.core.type.Erasure;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;

/**
 * A type as the source code declares it, as far as keys care: it says which values need no type in front.
 *
 * <p>A guess that is too narrow or plainly wrong does no harm: values that do not fit it name their type.
 *
 * @param raw of a primitive type its wrapper
 * @param arguments of a parameterized type its arguments, of an array its component; variables count as their bound
 */
public record DeclaredType(Class<?> raw, List<DeclaredType> arguments) {

    private static final DeclaredType UNKNOWN = new DeclaredType(Object.class, List.of());

    public static DeclaredType of(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return new DeclaredType(Erasure.of(type), all(parameterized.getActualTypeArguments()));
        }
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof GenericArrayType array) {
            return new DeclaredType(Erasure.of(type), List.of(of(array.getGenericComponentType())));
        }
        Class<?> raw = boxed(Erasure.of(type));
        return new DeclaredType(raw, raw.isArray() ? List.of(of(raw.getComponentType())) : List.of());
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0).getClass() : type;
    }

    private static List<DeclaredType> all(Type[] types) {
        List<DeclaredType> all = new ArrayList<>();
        for (Type type : types) {
            all.add(of(type));
        }
        return List.copyOf(all);
    }

    /** Whether values of {@code form} belong to this very type and so need not name their own. */
    boolean expects(ValueForm form) {
        return form == ValueForm.of(raw);
    }

    /** Whether it does not say what its values are, as {@code Object}, {@code Serializable} and a variable do. */
    boolean isOpen() {
        return ValueForm.of(raw) == null;
    }

    /**
     * Whether values that contribute plainly where {@code other} is declared may name a type where this is: an {@code Integer}
     * does where {@code Object} is declared. Not so where {@code other} leaves it open itself, since what is evicted has all forms.
     */
    public boolean names(DeclaredType other) {
        ValueForm form = ValueForm.of(other.raw);
        boolean isWider = raw.isAssignableFrom(other.raw) || mayBeBoth(other);
        boolean mayBeGroup = KeyEncoder.mayBeGroup(other.raw);
        if (isWider && form != null && !mayBeGroup && !form.isAlwaysNamed() && !expects(form)) {
            return !UnambiguousText.isAlwaysOf(other.raw);
        }
        boolean isNarrower = other.raw.isAssignableFrom(raw) || other.mayBeBoth(this);
        if (mayBeGroup && saysKind() && isNarrower && !hasClosedItems()) {
            return true; // the items name their types, and the group does not, which is no form of what is evicted
        }
        boolean isGroup = form != null || mayBeGroup;
        return isGroup && (isWider || isNarrower) && namesItems(other);
    }

    private boolean saysKind() {
        ValueForm form = ValueForm.of(raw);
        return form instanceof MapForm || (form instanceof CollectionForm && form != CollectionForm.COLLECTION);
    }

    private boolean hasClosedItems() {
        return !arguments.isEmpty() && arguments.stream().allMatch(DeclaredType::isClosed);
    }

    /** Whether a class may be of both types, though neither says so, as lists are serializable. */
    private boolean mayBeBoth(DeclaredType other) {
        return isOpen() && raw.isInterface() && other.raw.isInterface();
    }

    private boolean namesItems(DeclaredType other) {
        int count = other.arguments.size();
        for (int i = 0; i < count; i++) {
            if (argument(i, count).names(other.arguments.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether no value of it ever names a type, whatever is declared around it. */
    boolean isClosed() {
        if (raw.isEnum() || LeafForm.find(raw) != null) {
            return true;
        }
        boolean holdsItsArgument = raw.isArray() || ValueForm.of(raw) == CollectionForm.LIST;
        return holdsItsArgument && argument(0, 1).isClosed();
    }

    /** The argument at {@code index} of {@code count}, or the unknown type when this one is not of that shape. */
    DeclaredType argument(int index, int count) {
        return arguments.size() == count ? arguments.get(index) : UNKNOWN;
    }
}
