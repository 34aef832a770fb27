package dev.larder.agent.core.codec.copy;

import static java.util.Objects.requireNonNull;

import dev.larder.agent.core.codec.copy.layout.Shell;
import dev.larder.agent.core.codec.heap.Heap;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One mutable object of a {@link Prototype}: what is kept of it, and how a copy is made.
 *
 * <p>A part that several others refer to, or that refers to itself through others, is <em>repeated</em>: its copy is begun
 * before any other is finished, so that all of them get the same one.
 *
 * <p><b>Threads.</b> Immutable once the prototype is made.
 */
abstract class Part {

    private static final int ONCE = -1;

    /** The place of the copy among those of all repeated parts; {@link #ONCE} for the other parts. */
    private int place = ONCE;

    /** Numbers parts in the order in which they were completed: a part comes after those that it consists of. */
    int completed;

    /** An object of the right class, whose references to other copies are missing. */
    abstract Object begin();

    /** Adds the references that are missing. */
    abstract void finish(Object copy, Object[] repeated);

    /** Whether {@code other}, of the same class as this, has the same content. */
    abstract boolean isLike(Part other, PartComparison comparison);

    /** What this stands for. */
    Part resolved() {
        return this;
    }

    Object copy(Object[] repeated) {
        Object copy = begin();
        finish(copy, repeated);
        return copy;
    }

    final boolean isRepeated() {
        return place != ONCE;
    }

    final int place() {
        return place;
    }

    final void repeat(int at) {
        place = at;
    }

    /** The copy for another part's reference to this. */
    final Object in(Object[] repeated) {
        return place == ONCE ? copy(repeated) : repeated[place];
    }

    /** An object that refers to nothing mutable. */
    static final class Leaf extends Part {

        private final Object kept;
        private final Shell shell;

        Leaf(Object kept, Shell shell) {
            this.kept = kept;
            this.shell = shell;
        }

        @Override
        Object begin() {
            return shell.copyOf(kept);
        }

        @Override
        void finish(Object copy, Object[] repeated) {}

        @Override
        Object copy(Object[] repeated) {
            return shell.copyOf(kept);
        }

        @Override
        boolean isLike(Part other, PartComparison comparison) {
            Leaf leaf = (Leaf) other;
            return shell == leaf.shell && PartComparison.haveSameFields(kept, leaf.kept);
        }
    }

    /** An object with fields that refer to mutable ones; what is kept has null there. */
    static final class Branch extends Part {

        private static final long[] NOWHERE = {};
        private static final Part[] NOTHING = {};

        private final Object kept;
        private final Shell shell;
        private long[] offsets = NOWHERE;
        private Part[] parts = NOTHING;

        Branch(Object kept, Shell shell) {
            this.kept = kept;
            this.shell = shell;
        }

        /** Called once, when the parts are there: they may refer back to this. */
        void refersTo(long[] offsets, Part[] parts) {
            this.offsets = offsets;
            this.parts = parts;
            for (long offset : offsets) {
                Heap.put(kept, offset, null);
            }
        }

        /** One more, once the walk has ended. */
        void refersAlsoTo(long offset, Part part) {
            offsets = Arrays.copyOf(offsets, offsets.length + 1);
            offsets[offsets.length - 1] = offset;
            parts = Arrays.copyOf(parts, parts.length + 1);
            parts[parts.length - 1] = part;
        }

        @Override
        Object begin() {
            return shell.copyOf(kept);
        }

        @Override
        void finish(Object copy, Object[] repeated) {
            for (int i = 0; i < parts.length; i++) {
                Heap.put(copy, offsets[i], parts[i].in(repeated));
            }
        }

        @Override
        Object copy(Object[] repeated) {
            Object copy = shell.copyOf(kept);
            finish(copy, repeated);
            return copy;
        }

        @Override
        boolean isLike(Part other, PartComparison comparison) {
            Branch branch = (Branch) other;
            return shell == branch.shell
                    && PartComparison.haveSameFields(kept, branch.kept)
                    && comparison.areAlike(parts, branch.parts);
        }
    }

    /** An array of references; what is kept has null where there is a part. */
    static final class Elements extends Part {

        private static final @Nullable Part[] NONE = {};

        private final @Nullable Object[] kept;
        private @Nullable Part[] parts = NONE;

        /** Copies all elements, if they are flat. */
        private @Nullable Shell shell;

        Elements(@Nullable Object[] kept) {
            this.kept = kept;
        }

        /** One for each element, or null. */
        void consistsOf(@Nullable Part[] parts) {
            this.parts = parts;
            for (int i = 0; i < parts.length; i++) {
                kept[i] = parts[i] == null ? kept[i] : null;
            }
        }

        /** What is kept are copies of the elements, and {@code shell} copies them. */
        void isFlat(Shell shell) {
            this.shell = shell;
        }

        /** Makes a part of an element of a flat array, for others to refer to. */
        Leaf leafAt(int index) {
            Leaf leaf = new Leaf(requireNonNull(kept[index]), requireNonNull(shell));
            refer(index, leaf);
            return leaf;
        }

        /** Puts a part to the place of an element of a flat array. */
        void refer(int index, Part part) {
            parts = parts.length == 0 ? new Part[kept.length] : parts;
            parts[index] = part;
            kept[index] = null;
        }

        boolean isCopied() {
            return shell != null || parts.length > 0;
        }

        @Override
        Object begin() {
            return kept.clone();
        }

        @Override
        void finish(Object copy, Object[] repeated) {
            @Nullable Object[] elements = (@Nullable Object[]) copy;
            if (shell != null) {
                shell.copyAll(kept, elements);
            }
            for (int i = 0; i < parts.length; i++) {
                Part part = parts[i];
                if (part != null) {
                    elements[i] = part.in(repeated);
                }
            }
        }

        @Override
        boolean isLike(Part other, PartComparison comparison) {
            Elements array = (Elements) other;
            if (shell != array.shell || kept.length != array.kept.length || kept.getClass() != array.kept.getClass()) {
                return false;
            }
            for (int i = 0; i < kept.length; i++) {
                Object one = kept[i];
                Object another = array.kept[i];
                boolean isFlat = shell != null && one != null && another != null;
                boolean isSame = isFlat ? PartComparison.haveSameFields(one, another) : Objects.equals(one, another);
                if (!isSame) {
                    return false;
                }
            }
            return comparison.areAlike(parts, array.parts);
        }

        /** Keeps leaves of one class instead of their parts: a copy needs no call for each. */
        void flatten() {
            Shell common = commonShell();
            if (common == null) {
                return;
            }
            boolean isRest = false;
            for (int i = 0; i < parts.length; i++) {
                Leaf leaf = flat(parts[i]);
                if (leaf != null && leaf.shell == common) {
                    kept[i] = leaf.kept;
                    parts[i] = null;
                }
                isRest |= parts[i] != null;
            }
            shell = common;
            parts = isRest ? parts : NONE;
        }

        /** Of the first leaf; null if there is none, or elements that are shared. */
        private @Nullable Shell commonShell() {
            Shell common = null;
            for (int i = 0; i < parts.length; i++) {
                if (parts[i] == null && kept[i] != null) {
                    return null;
                }
                Leaf leaf = common == null ? flat(parts[i]) : null;
                common = leaf == null ? common : leaf.shell;
            }
            return common;
        }

        private static @Nullable Leaf flat(@Nullable Part part) {
            return part instanceof Leaf leaf && !leaf.isRepeated() ? leaf : null;
        }
    }
}
