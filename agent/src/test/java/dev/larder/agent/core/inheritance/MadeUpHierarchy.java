package dev.larder.agent.core.inheritance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Interfaces with or without an annotation, and a chain of classes that declare the method {@code drop} here and there: in
 * one package and public, or in two packages and with any access. What a call returns begins with the number of the class
 * whose body has run.
 *
 * <p>{@link #passes} and {@link #losing} are a reading of the source. Which body a call runs is left to the JVM.
 */
final class MadeUpHierarchy {

    private static final String IMPORTS = "import dev.larder.*; import p.*; import q.*;\n";

    /** The narrowest first. */
    private static final List<String> ACCESSES = List.of("", "protected ", "public ");

    private final Random random;
    private final List<String> annotations;
    private final List<MadeUpInterface> interfaces = new ArrayList<>();
    private final List<Type> chain = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();
    private final boolean isGenericBase;
    private final boolean isSpread;

    /** @param isSpread over two packages */
    MadeUpHierarchy(Random random, List<String> annotations, boolean isSpread) {
        this.random = random;
        this.annotations = annotations;
        this.isGenericBase = chance(3);
        this.isSpread = isSpread;
        sources.add("package p; public interface Any {}");
        sources.add("package q; public interface Any {}");
        int count = 1 + random.nextInt(isSpread ? 2 : 4);
        for (int i = 0; i < count; i++) {
            interfaces.add(newInterface(i));
            sources.add("package p; " + IMPORTS + interfaces.get(i).source());
        }
        int depth = isSpread ? 3 + random.nextInt(3) : 1 + random.nextInt(5);
        for (int i = 0; i < depth; i++) {
            chain.add(new Type(i, i == depth - 1));
        }
        chain.forEach(type -> sources.add(type.source()));
    }

    List<String> sources() {
        return sources;
    }

    /** Lost caching costs time, and only a lost eviction or put is worth a WARN. */
    static boolean hasEffects(String annotation) {
        return !annotation.startsWith("@Cached");
    }

    /**
     * Whether this reading tells what happens: not of a generic base class whose interface only its subclasses implement or
     * whose method only some of them can override, and not of a method that overrides two which do not override each other.
     */
    boolean isTold() {
        Type base = chain.get(0);
        boolean isOpen = isGenericBase && base.declares && (!base.implemented.isEmpty() || base.access.isEmpty());
        return !isOpen
                && chain.stream().anyMatch(type -> type.declares)
                && chain.stream().noneMatch(type -> type.declares && type.joinsTwo(type.overridden()));
    }

    /** Whether a class has the name of a package-private method of another package, which is what two packages are for. */
    boolean isOfInterest() {
        return !isSpread || chain.stream().anyMatch(Type::hasNamesake);
    }

    String leaf() {
        return chain.get(chain.size() - 1).fullName();
    }

    /** As many call sites as a call on an object of the last class passes. */
    int passes(String result) {
        int body = Integer.parseInt(result.split(" ")[0]);
        return chain.get(body).inForceIn(chain.size() - 1) == null ? 0 : 1;
    }

    /** The classes in which effects come to nothing. */
    List<String> losing() {
        return chain.stream().filter(Type::loses).map(Type::fullName).toList();
    }

    private String annotation() {
        return annotations.get(annotations.size() == 1 ? 0 : random.nextInt(annotations.size()));
    }

    private boolean chance(int oneOf) {
        return random.nextInt(oneOf) == 0;
    }

    private MadeUpInterface newInterface(int index) {
        boolean isGeneric = chance(3);
        String annotation = chance(2) ? annotation() : null;
        MadeUpInterface parent = index > 0 && chance(3) ? interfaces.get(random.nextInt(index)) : null;
        return new MadeUpInterface(index, isSpread || chance(2), isGeneric, annotation, parent);
    }

    private final class Type {

        private final int index;
        private final String inPackage = isSpread && chance(2) ? "q" : "p";
        private final boolean isAbstract;
        private final boolean declares;
        private final String access;
        private final boolean isFinal;
        private final @Nullable String annotation;
        private final boolean callsSuper;
        private final boolean isPublic = isSpread || chance(2);
        private final List<MadeUpInterface> implemented = new ArrayList<>();

        private Type(int index, boolean isLeaf) {
            this.index = index;
            this.isAbstract = !isLeaf && chance(3);
            this.declares = index == 0 ? !chance(4) : isSpread ? !chance(3) : chance(4);
            for (MadeUpInterface each : interfaces) {
                if (chance(4)) {
                    implemented.add(each);
                }
            }
            this.access = access();
            this.isFinal = declares && chance(12);
            this.annotation = declares && chance(isSpread && index == 0 ? 2 : 8) ? annotation() : null;
            this.callsSuper = declares && annotation == null && chance(2) && overridden() != null;
        }

        private String fullName() {
            return inPackage + ".C" + index;
        }

        private String access() {
            Type above = overridden();
            List<String> wider = ACCESSES.subList(above == null ? 0 : ACCESSES.indexOf(above.access), ACCESSES.size());
            return isSpread && implemented.isEmpty() ? wider.get(random.nextInt(wider.size())) : "public ";
        }

        private String source() {
            StringBuilder text = new StringBuilder("package " + inPackage + "; " + IMPORTS);
            text.append(isPublic ? "public " : "").append(isAbstract ? "abstract " : "");
            text.append("class C").append(index).append(index == 0 && isGenericBase ? "<T>" : "");
            if (index > 0) {
                text.append(" extends C").append(index - 1).append(index == 1 && isGenericBase ? "<Long>" : "");
            }
            String separator = " implements ";
            for (MadeUpInterface each : implemented) {
                text.append(separator).append(each.reference());
                separator = ", ";
            }
            text.append(" { ");
            if (declares) {
                text.append(annotation == null ? "" : annotation)
                        .append(access)
                        .append(isFinal ? "final " : "")
                        .append(index > 0 && chance(3) && !isSpread ? "String" : "Object")
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

        /** The nearest class with a method that a method here overrides; its own package's, or one with any modifier. */
        private @Nullable Type overridden() {
            for (int i = index - 1; i >= 0; i--) {
                if (chain.get(i).declares && isOverridable(chain.get(i))) {
                    return chain.get(i);
                }
            }
            return null;
        }

        private boolean isOverridable(Type above) {
            return !above.access.isEmpty() || above.inPackage.equals(inPackage);
        }

        /** Whether a method here overrides {@code above} and another one that has nothing to do with that. */
        private boolean joinsTwo(@Nullable Type above) {
            for (int i = 0; above != null && i < above.index; i++) {
                Type other = chain.get(i);
                if (other.declares && isOverridable(other) && !above.overrides(other)) {
                    return true;
                }
            }
            return false;
        }

        private boolean hasNamesake() {
            return declares
                    && chain.subList(0, index).stream().anyMatch(above -> above.declares && !isOverridable(above));
        }

        private boolean overrides(Type other) {
            Type nearest = overridden();
            return isOverridable(other) || nearest != null && nearest != other && nearest.overrides(other);
        }

        /** The class whose method it has: its own or an inherited one. */
        private @Nullable Type body() {
            if (declares || index == 0) {
                return declares ? this : null;
            }
            Type inherited = chain.get(index - 1).body();
            return inherited != null && isOverridable(inherited) ? inherited : null;
        }

        /** The annotation that calls of the method written here pass on objects of the class with that index. */
        private @Nullable String inForceIn(int last) {
            String inForce = inForce();
            for (Type below : chain.subList(index + 1, last + 1)) {
                if (inForce == null && !below.declares && below.body() == this && below.canBeWritten(this)) {
                    inForce = below.nearest(below.implementedAbove());
                }
            }
            return inForce;
        }

        /** Whether a method here can do what the inherited one does, and nothing else. */
        private boolean canBeWritten(Type inherited) {
            return !inherited.isFinal && !joinsTwo(inherited);
        }

        private @Nullable String inForce() {
            if (annotation != null) {
                return annotation;
            }
            Type overridden = overridden();
            if (overridden == null) {
                return nearest(implementedAbove());
            }
            String above = overridden.inForceIn(index - 1);
            if (above != null) {
                return callsSuper ? above : null;
            }
            return nearest(implementedAbove());
        }

        /** Whether effects come to nothing here, or all that an annotation of an interface says. */
        private boolean loses() {
            Type above = declares ? overridden() : body();
            if (annotation != null || above == null) {
                return false;
            }
            String overridden = above.inForceIn(index - 1);
            String joined = nearest(implementedAbove());
            if (overridden == null) {
                return !declares && joined != null && !canBeWritten(above);
            }
            return declares && !callsSuper && hasEffects(overridden)
                    || joined != null && hasEffects(joined) && !joined.equals(overridden);
        }

        /** Of an interface that is not among those {@code implementedAbove}. */
        private @Nullable String nearest(List<MadeUpInterface> implementedAbove) {
            Queue<Object> open = new ArrayDeque<>(supertypes());
            for (Object next = open.poll(); next != null; next = open.poll()) {
                if (next instanceof Type type) {
                    open.addAll(type.supertypes());
                } else if (next instanceof MadeUpInterface each) {
                    if (each.annotation() != null && !implementedAbove.contains(each)) {
                        return each.annotation();
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

        /** The interfaces that the superclass implements. */
        private List<MadeUpInterface> implementedAbove() {
            List<MadeUpInterface> all = new ArrayList<>();
            if (index > 0 && chain.get(index - 1).body() != null) {
                for (Type above : chain.subList(0, index)) {
                    above.implemented.forEach(each -> each.collect(all));
                }
            }
            return all;
        }
    }
}
