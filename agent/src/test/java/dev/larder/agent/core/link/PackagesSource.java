package dev.larder.agent.core.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes up the sources of classes that extend each other across two packages. Each may declare {@code help()} with any
 * access, so that it overrides those above or only has their name. Each has a cached method that calls {@code help()} as
 * its own class sees it. For {@link HierarchySource}.
 */
final class PackagesSource {

    private static final List<String> PACKAGES = List.of("made.up", "made.up.beside");

    /** The narrowest first. */
    private static final List<String> ACCESSES = List.of("", "protected ", "public ");

    private static final int DEPTH = 4;

    private final Random random;
    private final List<Type> chain = new ArrayList<>();

    private PackagesSource(Random random) {
        this.random = random;
    }

    static PackagesSource of(Random random) {
        PackagesSource source = new PackagesSource(random);
        for (int i = 0; i < DEPTH; i++) {
            source.chain.add(source.new Type(i));
        }
        return source;
    }

    /** By the names of the classes, each of which has a {@code static Object make(Random)}. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        chain.forEach(type -> texts.put(type.name(), type.text()));
        return texts;
    }

    private final class Type {

        private final int index;
        private final String inPackage = PACKAGES.get(random.nextInt(PACKAGES.size()));
        private final boolean declares;
        private final String access;

        private Type(int index) {
            this.index = index;
            this.declares = index == 0 || random.nextInt(3) > 0;
            this.access = declares ? access() : "";
        }

        private String name() {
            return inPackage + ".P" + index;
        }

        private String access() {
            boolean isFree = true;
            int narrowest = 0;
            for (Type above : chain) {
                if (above.declares && canOverride(above)) {
                    isFree = false;
                    narrowest = Math.max(narrowest, ACCESSES.indexOf(above.access));
                }
            }
            return isFree && random.nextInt(5) == 0
                    ? "private "
                    : ACCESSES.get(narrowest + random.nextInt(ACCESSES.size() - narrowest));
        }

        private boolean canOverride(Type above) {
            return above.access.isEmpty() ? above.inPackage.equals(inPackage) : !above.access.equals("private ");
        }

        /** Whether the compiler finds {@code help()} in it. */
        private boolean hasHelp() {
            return declares || inheritsHelp();
        }

        private boolean inheritsHelp() {
            for (int i = index - 1; i >= 0; i--) {
                if (chain.get(i).declares || !canOverride(chain.get(i))) {
                    return canOverride(chain.get(i));
                }
            }
            return false;
        }

        private String text() {
            String field = "f" + index;
            String above = index == 0 ? "" : " extends " + chain.get(index - 1).name();
            String help = (hasHelp() ? "help()" : field) + " + \"/\" + ";
            String inherited = inheritsHelp() && random.nextBoolean() ? "super.help() + " : "";
            return "package " + inPackage + ";\nimport dev.larder.Cached;\nimport java.util.Random;\n"
                    + "public class P" + index + above + " {\n"
                    + "private final int " + field + ";\n"
                    + "public P" + index + "(Random r) { " + (index == 0 ? "" : "super(r); ") + field
                    + " = r.nextInt(2); }\n"
                    + (declares
                            ? access + "String help() { return " + inherited + "\"h" + index + "\" + " + field + "; }\n"
                            : "")
                    + "@Cached(ttl = 600) public String m9" + index + "(int x) { return " + help + "x; }\n"
                    + "public String plain9" + index + "(int x) { return " + help + "x; }\n"
                    + "public static Object make(Random r) { return new P" + index + "(r); }\n"
                    + "}\n";
        }
    }
}
