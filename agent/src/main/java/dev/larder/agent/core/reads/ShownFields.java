package dev.larder.agent.core.reads;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Which fields of an object can be read in other ways than through the methods of a contract, such as those of {@code List}.
 *
 * <p><b>Rule.</b> A field is {@link #shown} if a method outside of the contract reads it, directly or through others, or if another
 * class nested in the same outermost class does. If a class file is missing, or there is too much code for a waiting caller,
 * {@linkplain #isUnknown nothing is known}.
 *
 * <p>The methods of {@code Object} are no part of the contract. What {@code toString} and {@code equals} read is {@link #told};
 * {@code hashCode} and {@code clone} are ignored.
 *
 * <p><b>Threads.</b> Confined to the call that asks; the result is immutable.
 *
 * @param shown names of fields that are read outside of the contract
 * @param told names of fields that {@code toString} or {@code equals} reads
 * @param byContract names of fields that the contract's methods read
 * @param questioned names of fields that among the contract's methods only questions about an element read
 * @param isUnknown whether any field may be read: a class file is missing, or there is too much code
 */
public record ShownFields(
        Set<String> shown, Set<String> told, Set<String> byContract, Set<String> questioned, boolean isUnknown) {

    private static final String CONSTRUCTOR = "<";
    private static final Set<String> TELLING = Set.of("toString()Ljava/lang/String;", "equals(Ljava/lang/Object;)Z");

    public ShownFields {
        shown = Set.copyOf(shown);
        told = Set.copyOf(told);
        byContract = Set.copyOf(byContract);
        questioned = Set.copyOf(questioned);
    }

    /**
     * Of the objects of a class.
     *
     * @param owners the classes whose fields and methods are looked at
     * @param isContract tells the methods of the contract, by name and descriptor
     * @param isQuestion tells those of them that are questions about an element, such as {@code contains}
     */
    public static ShownFields of(
            Class<?> type, List<Class<?>> owners, Predicate<String> isContract, Predicate<String> isQuestion) {
        Search search = new Search(type, owners, isContract, isQuestion);
        boolean isUnknown = false;
        for (Class<?> owner : owners) {
            isUnknown |= !search.look(owner);
        }
        search.lookBeside();
        return search.result(isUnknown);
    }

    private static final class Search {

        private final List<Class<?>> owners;
        private final Set<String> ownerNames = new HashSet<>();
        private final Predicate<String> isContract;
        private final Predicate<String> isQuestion;
        private final Hierarchy hierarchy;
        private final Set<String> shown = new LinkedHashSet<>();
        private final BodyWalk beside;
        private final BodyWalk telling;
        private final BodyWalk contract;
        private final BodyWalk questions;

        Search(Class<?> type, List<Class<?>> owners, Predicate<String> isContract, Predicate<String> isQuestion) {
            this.owners = owners;
            this.isContract = isContract;
            this.isQuestion = isQuestion;
            this.hierarchy = new Hierarchy(type);
            this.beside = new BodyWalk(hierarchy, false);
            this.telling = new BodyWalk(hierarchy, false);
            this.contract = new BodyWalk(hierarchy, false);
            this.questions = new BodyWalk(hierarchy, false);
            owners.forEach(owner -> ownerNames.add(Type.getInternalName(owner)));
        }

        /** Whether there is a class file. */
        boolean look(Class<?> owner) {
            CodeFile file = hierarchy.file(Type.getInternalName(owner));
            if (file == null) {
                return false;
            }
            file.accept(method -> file.isStatic(method) && !method.startsWith(CONSTRUCTOR), new Reads());
            for (String method : file.methods()) {
                if (file.hasCode(method) && !file.isStatic(method) && !method.startsWith(CONSTRUCTOR)) {
                    look(owner, file, method);
                }
            }
            return true;
        }

        private void look(Class<?> owner, CodeFile file, String method) {
            if (TELLING.contains(method)) {
                follow(owner, method, telling);
            } else if (isContract.test(method)) {
                follow(owner, method, isQuestion.test(method) ? questions : contract);
            } else if (!file.isPrivate(method) && !isSilent(method)) {
                follow(owner, method, beside);
            }
        }

        /** {@code clone} may return its own class. */
        private static boolean isSilent(String method) {
            return method.equals("hashCode()I") || method.startsWith("clone()") || method.equals("finalize()V");
        }

        /** Code that gets the object as an argument reads it by the contract, or by methods that are looked at anyway. */
        private static void follow(Class<?> owner, String method, BodyWalk walk) {
            int end = method.indexOf('(');
            walk.from(owner, method.substring(0, end), method.substring(end));
        }

        private static Set<String> namesIn(ObjectReads reads) {
            Set<String> names = new HashSet<>();
            reads.fields().forEach(field -> names.add(rootOf(field)));
            reads.asked().forEach(asked -> names.add(rootOf(asked.field())));
            return names;
        }

        ShownFields result(boolean isUnknown) {
            boolean isCut = beside.isFull() || telling.isFull() || contract.isFull() || questions.isFull();
            shown.addAll(namesIn(beside.reads()));
            Set<String> byContract = namesIn(contract.reads());
            Set<String> questioned = namesIn(questions.reads());
            questioned.removeAll(byContract);
            byContract.addAll(questioned);
            return new ShownFields(shown, namesIn(telling.reads()), byContract, questioned, isUnknown || isCut);
        }

        private static String rootOf(ReadField field) {
            ReadField of = field.of();
            return of == null ? field.name() : rootOf(of);
        }

        /** Nested classes may read private fields, and call private methods. */
        void lookBeside() {
            for (String name : hierarchy.family()) {
                CodeFile file = ownerNames.contains(name) ? null : hierarchy.file(name);
                if (file != null && !isPartOfOwner(name, file)) {
                    file.accept(method -> true, new Reads());
                }
            }
        }

        /** Such as its own iterator, which serves the contract. */
        private boolean isPartOfOwner(String name, CodeFile file) {
            return file.isOfPlatformContract() && ownerNames.stream().anyMatch(owner -> name.startsWith(owner + "$"));
        }

        private final class Reads extends MethodVisitor {

            Reads() {
                super(Opcodes.ASM9);
            }

            @Override
            public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                if (opcode == Opcodes.GETFIELD && ownerNames.contains(owner)) {
                    shown.add(name);
                }
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                String method = name + descriptor;
                if (ownerNames.contains(owner) && hierarchy.isPrivate(owner, method) && !isContract.test(method)) {
                    owners.stream()
                            .filter(one -> Type.getInternalName(one).equals(owner))
                            .forEach(one -> follow(one, method, beside));
                }
            }
        }
    }
}
