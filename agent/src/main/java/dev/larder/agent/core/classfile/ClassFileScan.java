package dev.larder.agent.core.classfile;

import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.PutPlan;
import dev.larder.agent.core.plan.WarmPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scans the constant pool of a class file: whether it mentions an annotation of Larder's, and the supertypes of the
 * class.
 *
 * <p><b>Shape.</b> JVMS chapter 4: magic, version, constant pool, flags, this, super, interfaces. The rest is not read.
 * Class names are read as UTF-8; a name with characters beyond the basic plane is misread, and then not found.
 *
 * <p><b>Why</b> by hand: every class that the application loads is scanned, and almost none is annotated. One pass over
 * the bytes takes microseconds and allocates only this object.
 */
public final class ClassFileScan {

    /** By their lengths, which all differ: most constants are ruled out by length alone. */
    private static final byte[][] DESCRIPTORS = byLength(
            CachePlan.DESCRIPTOR,
            EvictPlan.DESCRIPTOR,
            EvictPlan.LIST_DESCRIPTOR,
            PutPlan.DESCRIPTOR,
            PutPlan.LIST_DESCRIPTOR,
            WarmPlan.DESCRIPTOR);

    private static final int MAGIC = 0xCAFEBABE;
    private static final int FIRST_CONSTANT = 10;
    private static final int ACC_INTERFACE = 0x0200;

    private final byte[] bytes;
    private final int poolEnd;
    private final boolean mentionsAnnotation;

    private ClassFileScan(byte[] bytes, int poolEnd, boolean mentionsAnnotation) {
        this.bytes = bytes;
        this.poolEnd = poolEnd;
        this.mentionsAnnotation = mentionsAnnotation;
    }

    /** Null if {@code bytes} are not a valid class file. */
    public static @Nullable ClassFileScan of(byte[] bytes) {
        try {
            return read(bytes);
        } catch (IndexOutOfBoundsException e) { // truncated; the JVM will report it
            return null;
        }
    }

    private static @Nullable ClassFileScan read(byte[] bytes) {
        if (u2(bytes, 0) != MAGIC >>> 16 || u2(bytes, 2) != (MAGIC & 0xFFFF)) {
            return null;
        }
        int count = u2(bytes, FIRST_CONSTANT - 2);
        int offset = FIRST_CONSTANT;
        boolean mentionsAnnotation = false;
        for (int index = 1; index < count; index++) {
            int size = sizeAt(bytes, offset);
            if (size < 0) {
                return null;
            }
            mentionsAnnotation |= isDescriptor(bytes, offset, size);
            index += isWide(bytes[offset]) ? 1 : 0;
            offset += size;
        }
        ClassFileScan scan = new ClassFileScan(bytes, offset, mentionsAnnotation);
        return offset + 8 + 2 * scan.interfaceCount() <= bytes.length ? scan : null;
    }

    public boolean mentionsAnnotation() {
        return mentionsAnnotation;
    }

    public int majorVersion() {
        return u2(bytes, 6);
    }

    boolean isInterface() {
        return (u2(bytes, poolEnd) & ACC_INTERFACE) != 0;
    }

    /** The internal name; null for {@code java.lang.Object} and for modules. */
    public @Nullable String superName() {
        return className(u2(bytes, poolEnd + 4));
    }

    int interfaceCount() {
        return u2(bytes, poolEnd + 6);
    }

    @Nullable
    String interfaceName(int position) {
        return className(u2(bytes, poolEnd + 8 + 2 * position));
    }

    /** The superclass, then the interfaces as declared. */
    List<String> directSupertypes() {
        List<String> names = new ArrayList<>();
        addIfNamed(superName(), names);
        for (int i = 0; i < interfaceCount(); i++) {
            addIfNamed(interfaceName(i), names);
        }
        return names;
    }

    private static void addIfNamed(@Nullable String name, List<String> names) {
        if (name != null) {
            names.add(name);
        }
    }

    /** Null for index 0 and for a constant that is not a class. */
    private @Nullable String className(int index) {
        int reference = offsetOf(index);
        int text = reference < 0 || bytes[reference] != 7 ? -1 : offsetOf(u2(bytes, reference + 1));
        if (text < 0 || bytes[text] != 1) {
            return null;
        }
        return new String(bytes, text + 3, u2(bytes, text + 1), StandardCharsets.UTF_8);
    }

    /** A second pass instead of a table of offsets: only few classes need it. */
    private int offsetOf(int wanted) {
        int offset = FIRST_CONSTANT;
        for (int index = 1; offset < poolEnd; index++) {
            if (index == wanted) {
                return offset;
            }
            index += isWide(bytes[offset]) ? 1 : 0;
            offset += sizeAt(bytes, offset);
        }
        return -1;
    }

    private static boolean isDescriptor(byte[] bytes, int offset, int size) {
        if (bytes[offset] != 1 || size - 3 >= DESCRIPTORS.length) {
            return false;
        }
        byte[] descriptor = DESCRIPTORS[size - 3];
        for (int i = 0; i < descriptor.length; i++) {
            if (bytes[offset + 3 + i] != descriptor[i]) {
                return false;
            }
        }
        return descriptor.length > 0;
    }

    private static byte[][] byLength(String... descriptors) {
        byte[][] table = new byte[32][0];
        for (String descriptor : descriptors) {
            table[descriptor.length()] = descriptor.getBytes(StandardCharsets.US_ASCII);
        }
        return table;
    }

    /** Whether a constant takes two entries. */
    private static boolean isWide(byte tag) {
        return tag == 5 || tag == 6;
    }

    /** The constant's length including its tag; negative for an unknown tag. */
    private static int sizeAt(byte[] bytes, int offset) {
        return switch (bytes[offset]) {
            case 1 -> 3 + u2(bytes, offset + 1); // Utf8
            case 3, 4 -> 5; // Integer, Float
            case 5, 6 -> 9; // Long, Double
            case 7, 8 -> 3; // Class, String
            case 9, 10, 11, 12 -> 5; // the references, NameAndType
            case 15 -> 4; // MethodHandle
            case 17, 18 -> 5; // Dynamic, InvokeDynamic
            case 16, 19, 20 -> 3; // MethodType, Module, Package
            default -> -1;
        };
    }

    private static int u2(byte[] bytes, int offset) {
        return ((bytes[offset] & 0xFF) << 8) | (bytes[offset + 1] & 0xFF);
    }
}
