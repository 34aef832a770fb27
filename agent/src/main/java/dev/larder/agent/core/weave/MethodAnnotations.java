package dev.larder.agent.core.weave;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import org.jspecify.annotations.Nullable;

/** What is written on one method of Larder's annotations, in the order of the class file. */
record MethodAnnotations(@Nullable CachedAnnotation cached, List<EvictAnnotation> evictions, List<PutAnnotation> puts) {

    static final MethodAnnotations NONE = new MethodAnnotations(null, List.of(), List.of());

    MethodAnnotations {
        evictions = List.copyOf(evictions);
        puts = List.copyOf(puts);
    }

    boolean isEmpty() {
        return cached == null && !hasEffects();
    }

    boolean hasEffects() {
        return !evictions.isEmpty() || !puts.isEmpty();
    }

    /** Collects the annotations of one method. */
    static final class Collector {

        private @Nullable CachedAnnotation cached;
        private final List<EvictAnnotation> evictions = new ArrayList<>();
        private final List<PutAnnotation> puts = new ArrayList<>();

        /** The visitor of the annotation whose descriptor this is; null for one that is not Larder's. */
        @Nullable
        AnnotationVisitor visitor(String descriptor) {
            return switch (descriptor) {
                case CachedAnnotation.DESCRIPTOR -> AnnotationReader.of(this::addCached);
                case EvictAnnotation.DESCRIPTOR -> AnnotationReader.of(this::addEviction);
                case EvictAnnotation.LIST_DESCRIPTOR -> AnnotationReader.ofEach(this::addEviction);
                case PutAnnotation.DESCRIPTOR -> AnnotationReader.of(this::addPut);
                case PutAnnotation.LIST_DESCRIPTOR -> AnnotationReader.ofEach(this::addPut);
                default -> null;
            };
        }

        private void addCached(AnnotationValues values) {
            cached = CachedAnnotation.of(values);
        }

        private void addEviction(AnnotationValues values) {
            evictions.add(EvictAnnotation.of(values));
        }

        private void addPut(AnnotationValues values) {
            puts.add(PutAnnotation.of(values));
        }

        MethodAnnotations annotations() {
            MethodAnnotations all = new MethodAnnotations(cached, evictions, puts);
            return all.isEmpty() ? NONE : all;
        }
    }
}
