package dev.larder.agent.core.classfile;

import dev.larder.agent.core.plan.AnnotationValues;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Collects the values of one annotation and passes them on at its end. */
final class AnnotationReader extends AnnotationVisitor {

    private final AnnotationValues values = new AnnotationValues();
    private final Consumer<AnnotationValues> result;

    private AnnotationReader(Consumer<AnnotationValues> result) {
        super(Opcodes.ASM9);
        this.result = result;
    }

    /** For one annotation. */
    static AnnotationVisitor of(Consumer<AnnotationValues> result) {
        return new AnnotationReader(result);
    }

    /** For the container of repeated annotations: each is passed on. */
    static AnnotationVisitor ofEach(Consumer<AnnotationValues> result) {
        return new AnnotationVisitor(Opcodes.ASM9) {
            @Override
            public AnnotationVisitor visitArray(String name) {
                return this;
            }

            @Override
            public AnnotationVisitor visitAnnotation(String name, String descriptor) {
                return of(result);
            }
        };
    }

    @Override
    public void visit(String name, Object value) {
        values.put(name, value);
    }

    @Override
    public void visitEnum(String name, String descriptor, String value) {
        values.put(name, new AnnotationValues.Constant(value));
    }

    @Override
    public AnnotationVisitor visitAnnotation(String name, String descriptor) {
        values.put(name, new AnnotationValues.Other());
        return new AnnotationVisitor(Opcodes.ASM9) {};
    }

    @Override
    public AnnotationVisitor visitArray(String name) {
        return new ArrayReader(name);
    }

    @Override
    public void visitEnd() {
        result.accept(values);
    }

    /** Treats an array as one of strings or of classes unless it has another element. */
    private final class ArrayReader extends AnnotationVisitor {

        private final String array;
        private final List<String> texts = new ArrayList<>();
        private final List<String> classes = new ArrayList<>();
        private boolean hasOthers;

        private ArrayReader(String array) {
            super(Opcodes.ASM9);
            this.array = array;
        }

        @Override
        public void visit(String name, Object value) {
            if (value instanceof String text) {
                texts.add(text);
            } else if (value instanceof Type type) {
                classes.add(type.getClassName());
            } else {
                hasOthers = true;
            }
        }

        @Override
        public void visitEnum(String name, String descriptor, String value) {
            hasOthers = true;
        }

        @Override
        public AnnotationVisitor visitAnnotation(String name, String descriptor) {
            hasOthers = true;
            return new AnnotationVisitor(Opcodes.ASM9) {};
        }

        @Override
        public void visitEnd() {
            values.put(array, content());
        }

        private Object content() {
            if (hasOthers) {
                return new AnnotationValues.Other();
            }
            return classes.isEmpty() ? new AnnotationValues.Texts(texts) : new AnnotationValues.Classes(classes);
        }
    }
}
