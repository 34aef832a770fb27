package dev.larder.agent.core.inheritance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Interfaces with or without the annotation, and a chain of classes that declare the method here and there. */
final class Hierarchy {

    private final Random random;
    private final List<String> annotations;
    private final List<Interface> interfaces = new ArrayList<>();
    private final List<Type> chain = new ArrayList<>();
    final Map<String, byte[]> classes = new HashMap<>();
    private final boolean isGenericBase;
    final String source;

    Hierarchy(Random random, List<String> annotations) {
        this.random = random;
        this.annotations = annotations;
        this.isGenericBase = random.nextInt(3) == 0;
        StringBuilder text = new StringBuilder("import dev.larder.*;\n");
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            interfaces.add(new Interface(i));
            text.append(interfaces.get(i).source());
        }
        int depth = 1 + random.nextInt(5);
        for (int i = 0; i < depth; i++) {
            chain.add(new Type(i, i == depth - 1));
            text.append(chain.get(i).source());
        }
        this.source = text.toString();
    }

    /** What {@link #passes} tells: not of a generic base class whose interface only its subclasses implement. */
    boolean isTold() {
        Type base = chain.get(0);
        boolean isOpen = isGenericBase && base.declares && !base.implemented.isEmpty();
        return !isOpen && chain.stream().anyMatch(type -> type.declares);
    }

    String leaf() {
        return "C" + (chain.size() - 1);
    }

    /** As many as one call of the last class's method passes. */
    int passes() {
        return inForceIn(chain.size() - 1) == null ? 0 : 1;
    }

    boolean losesAny() {
        return chain.stream().anyMatch(type -> type.loses(inForceIn(type.index - 1)));
    }

    /** The annotation that calls on objects of that class pass. */
    private @Nullable String inForceIn(int index) {
        String inForce = null;
        for (Type type : chain.subList(0, index + 1)) {
            inForce = type.inForce(inForce);
        }
        return inForce;
    }

    /** Lost caching costs time, and only a lost eviction or put is worth a WARN. */
    static boolean hasEffects(String annotation) {
        return !annotation.startsWith("@Cached");
    }

    private String annotation() {
        return annotations.get(annotations.size() == 1 ? 0 : random.nextInt(annotations.size()));
    }

    private boolean chance(int oneOf) {
        return random.nextInt(oneOf) == 0;
    }

    private final class Interface {

        private final int index;
        private final boolean isGeneric = chance(3);
        private final @Nullable String annotation = chance(2) ? annotation() : null;
        private final int parent;

        private Interface(int index) {
            this.index = index;
            this.parent = index > 0 && chance(3) ? random.nextInt(index) : -1;
        }

        private String source() {
            String extended =
                    parent < 0 ? "" : " extends " + interfaces.get(parent).reference();
            return "interface I" + index + (isGeneric ? "<K>" : "") + extended + " { "
                    + (annotation == null ? "" : annotation) + "Object drop("
                    + (isGeneric && parent < 0 ? "K" : "Long") + " id); }\n";
        }

        private String reference() {
            return "I" + index + (isGeneric ? "<Long>" : "");
        }

        private List<Interface> supertypes() {
            return parent < 0 ? List.of() : List.of(interfaces.get(parent));
        }

        private void collect(List<Interface> all) {
            all.add(this);
            if (parent >= 0) {
                interfaces.get(parent).collect(all);
            }
        }
    }

    private final class Type {

        private final int index;
        private final boolean isAbstract;
        private final boolean declares;
        private final boolean isFinal;
        private final @Nullable String annotation;
        private final boolean callsSuper;
        private final boolean isPublic = chance(2);
        private final List<Interface> implemented = new ArrayList<>();

        private Type(int index, boolean isLeaf) {
            this.index = index;
            this.isAbstract = !isLeaf && chance(3);
            this.declares = index == 0 ? !chance(4) : chance(4);
            this.isFinal = declares && chance(12);
            this.annotation = declares && chance(8) ? annotation() : null;
            this.callsSuper = declares && annotation == null && index > 0 && chance(2) && bodyAbove();
            for (Interface each : interfaces) {
                if (chance(4)) {
                    implemented.add(each);
                }
            }
        }

        private String source() {
            StringBuilder text = new StringBuilder();
            text.append(isPublic ? "public " : "")
                    .append(isAbstract ? "abstract " : "")
                    .append("class C")
                    .append(index);
            if (index == 0 && isGenericBase) {
                text.append("<T>");
            }
            if (index > 0) {
                text.append(" extends C").append(index - 1).append(index == 1 && isGenericBase ? "<Long>" : "");
            }
            String separator = " implements ";
            for (Interface each : implemented) {
                text.append(separator).append(each.reference());
                separator = ", ";
            }
            text.append(" { ");
            if (declares) {
                text.append(annotation == null ? "" : annotation)
                        .append("public ")
                        .append(isFinal ? "final " : "")
                        .append(index > 0 && chance(3) ? "String" : "Object")
                        .append(" drop(")
                        .append(index == 0 && isGenericBase ? "T" : "Long")
                        .append(" id) { return \"")
                        .append(index)
                        .append(" \" + ")
                        .append(callsSuper ? "super.drop(id)" : "id")
                        .append("; }");
            }
            return text.append(" }\n").toString();
        }

        private boolean bodyAbove() {
            return chain.subList(0, index).stream().anyMatch(type -> type.declares);
        }

        /** @param above the annotation of the superclass's method */
        private @Nullable String inForce(@Nullable String above) {
            if (annotation != null) {
                return annotation;
            }
            if (!bodyAbove()) {
                return declares ? nearest(List.of()) : null;
            }
            if (above != null) {
                return declares && !callsSuper ? null : above;
            }
            return !declares && isFinalAbove() ? null : nearest(all(index - 1));
        }

        /** Whether effects come to nothing here, or all that an annotation of an interface says. */
        private boolean loses(@Nullable String above) {
            if (annotation != null || !bodyAbove()) {
                return false;
            }
            String joined = nearest(all(index - 1));
            if (above == null) {
                return !declares && joined != null && isFinalAbove();
            }
            return declares && !callsSuper && hasEffects(above)
                    || joined != null && hasEffects(joined) && !joined.equals(above);
        }

        /** Of an interface that is not among those {@code implementedAbove}. */
        private @Nullable String nearest(List<Interface> implementedAbove) {
            Queue<Object> open = new ArrayDeque<>(supertypes());
            for (Object next = open.poll(); next != null; next = open.poll()) {
                if (next instanceof Type type) {
                    open.addAll(type.supertypes());
                } else if (next instanceof Interface each) {
                    if (each.annotation != null && !implementedAbove.contains(each)) {
                        return each.annotation;
                    }
                    open.addAll(each.supertypes());
                }
            }
            return null;
        }

        private List<Object> supertypes() {
            List<Object> supertypes = new ArrayList<>(implemented);
            if (index > 0) {
                supertypes.add(0, chain.get(index - 1));
            }
            return supertypes;
        }

        private boolean isFinalAbove() {
            for (int i = index - 1; i >= 0; i--) {
                if (chain.get(i).declares) {
                    return chain.get(i).isFinal;
                }
            }
            return false;
        }

        private List<Interface> all(int last) {
            List<Interface> all = new ArrayList<>();
            for (int i = 0; i <= last; i++) {
                (i == index ? this : chain.get(i)).implemented.forEach(each -> each.collect(all));
            }
            return all;
        }
    }
}
