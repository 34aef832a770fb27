package dev.larder.agent.core.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Collects the values of one {@code @Cached} and hands them on at its end. */
final class CachedAnnotationReader extends AnnotationVisitor {

    private final Consumer<CachedAnnotation> result;
    private String key = "";
    private long ttl;
    private TimeUnit unit = TimeUnit.SECONDS;
    private long nullTtl = -1;
    private String when = "";
    private String unless = "";
    private final List<String> unknown = new ArrayList<>();

    CachedAnnotationReader(Consumer<CachedAnnotation> result) {
        super(Opcodes.ASM9);
        this.result = result;
    }

    @Override
    public void visit(String name, Object value) {
        switch (name) {
            case "key" -> key = (String) value;
            case "ttl" -> ttl = (long) value;
            case "nullTtl" -> nullTtl = (long) value;
            case "when" -> when = (String) value;
            case "unless" -> unless = (String) value;
            default -> unknown.add(name);
        }
    }

    @Override
    public void visitEnum(String name, String descriptor, String value) {
        if (name.equals("unit")) {
            unit = TimeUnit.valueOf(value);
        } else {
            unknown.add(name);
        }
    }

    @Override
    public AnnotationVisitor visitAnnotation(String name, String descriptor) {
        unknown.add(name);
        return new AnnotationVisitor(Opcodes.ASM9) {};
    }

    @Override
    public AnnotationVisitor visitArray(String name) {
        unknown.add(name);
        return new AnnotationVisitor(Opcodes.ASM9) {};
    }

    @Override
    public void visitEnd() {
        result.accept(new CachedAnnotation(key, ttl, unit, nullTtl, when, unless, unknown));
    }
}
