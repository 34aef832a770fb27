package dev.larder.agent.core.link;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.key.KeyPart;
import dev.larder.agent.core.key.KeyTemplate;
import dev.larder.agent.core.key.KeyTemplateException;
import dev.larder.agent.core.key.TemplateKind;
import dev.larder.agent.core.key.text.DeclaredType;
import dev.larder.agent.core.link.template.TemplateCompiler;
import dev.larder.agent.core.plan.CachePlan;
import dev.larder.agent.core.plan.EvictPlan;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.PutPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Detects that one method stores under keys in which a value names its type, while another one evicts or replaces by
 * the same template without the name: {@code find(Object id)} stores the {@code Integer} 42 under {@code
 * user:Integer!42}, and {@code delete(int id)} evicts {@code user:42}.
 *
 * <p><b>Threads.</b> Thread-safe. Called when a method is linked; keeps no class from being unloaded. Data of unloaded
 * classes are removed when the next method is linked.
 */
final class UnmetTypes {

    /** Further templates are not compared: only generated programs have so many. */
    static final int MAX_USES = 10_000;

    private static final String TAG = "tag template";
    private static final String STRINGS = "a text that looks like a number or a UUID";

    /** Holds uses with the class that they belong to. */
    private static final ClassValue<Queue<Use>> BY_CLASS = new ClassValue<>() {
        @Override
        protected Queue<Use> computeValue(Class<?> type) {
            return new ConcurrentLinkedQueue<>();
        }
    };

    /** One template of one method, with the declared types of its placeholders. */
    private record Use(String signature, boolean stores, boolean sensitive, List<DeclaredType> types) {}

    /** The template of a use, with its text. */
    private static final class Known extends WeakReference<Use> {

        private final String shape;

        Known(Use use, String shape, ReferenceQueue<Use> cleared) {
            super(use, cleared);
            this.shape = shape;
        }
    }

    private record Method(
            String signature, TemplateCompiler templates, Class<?> receiver, Consumer<RefusedMethod> doubts) {}

    /** By the texts of the templates without placeholders. */
    @GuardedBy("this")
    private final Map<String, List<Known>> uses = new HashMap<>();

    /** References to unloaded classes. */
    private final ReferenceQueue<Use> cleared = new ReferenceQueue<>();

    @GuardedBy("this")
    private int count;

    /**
     * Compares the templates of one method with those of all earlier ones.
     *
     * @param receiver the class of the objects it is called on, which binds type variables
     * @param doubts receives each pair that does not meet
     */
    void compare(MethodPlan plan, TemplateCompiler templates, Class<?> receiver, Consumer<RefusedMethod> doubts) {
        Method method = new Method(plan.signature(), templates, receiver, doubts);
        CachePlan cached = plan.cached();
        if (cached != null && !cached.key().isEmpty()) {
            add(method, cached.key(), TemplateKind.CACHED_KEY, true, cached.sensitive());
        }
        if (cached != null) {
            cached.tags().forEach(tag -> add(method, tag, TemplateKind.CACHED_TAG, true, cached.sensitive()));
        }
        for (PutPlan put : plan.puts()) {
            add(method, put.key(), TemplateKind.PUT_KEY, true, put.sensitive());
            add(method, put.key(), TemplateKind.PUT_KEY, false, put.sensitive());
            put.tags().forEach(tag -> add(method, tag, TemplateKind.EFFECT_TAG, true, put.sensitive()));
        }
        for (EvictPlan eviction : plan.evictions()) {
            eviction.keys().forEach(key -> add(method, key, TemplateKind.EVICT_KEY, false, eviction.sensitive()));
            eviction.tags().forEach(tag -> add(method, tag, TemplateKind.EFFECT_TAG, false, eviction.sensitive()));
        }
    }

    private void add(Method method, String source, TemplateKind kind, boolean stores, boolean sensitive) {
        try {
            TemplateCompiler.Typed typed = method.templates.typed(source, kind, method.receiver);
            String what = kind.isTag() ? TAG : "key template";
            add(method, what, typed.template(), new Use(method.signature, stores, sensitive, declared(typed.types())));
        } catch (KeyTemplateException | RuntimeException | LinkageError e) {
            return; // reported where the template is compiled
        }
    }

    private static List<DeclaredType> declared(List<Type> types) {
        return types.stream().map(DeclaredType::of).toList();
    }

    private void add(Method method, String what, KeyTemplate template, Use mine) {
        for (Use other : remembered(method.receiver, what + " " + shapeOf(template), mine)) {
            Use storing = mine.stores ? mine : other;
            Use evicting = mine.stores ? other : mine;
            DeclaredType unmet = storing.stores && !evicting.stores ? unmet(storing, evicting) : null;
            if (unmet != null) {
                method.doubts.accept(problem(storing, evicting, what, template, unmet));
            }
            if (isSecretForOneAlone(storing, evicting, what)) {
                method.doubts.accept(problem(mine, other, what, template));
            }
        }
    }

    /** An eviction that is not sensitive evicts both forms, and entries of both may have one tag. */
    private static boolean isSecretForOneAlone(Use storing, Use evicting, String what) {
        boolean bothStore = storing.stores && evicting.stores && !what.equals(TAG);
        boolean isMissed = storing.stores && !evicting.stores && evicting.sensitive && !storing.sensitive;
        return bothStore ? storing.sensitive != evicting.sensitive : isMissed;
    }

    private static RefusedMethod problem(Use mine, Use other, String what, KeyTemplate template) {
        return new RefusedMethod(
                RefusedMethod.Loss.NONE,
                mine.signature,
                "its " + what + " '" + template.source() + "' is also that of " + other.signature
                        + ", and only one of them is"
                        + " sensitive, so that they share no entries, and what one of them puts or evicts may stay in the other",
                "Write sensitive = true in all annotations with this " + what + ", or in none.");
    }

    /** The earlier uses. */
    private synchronized List<Use> remembered(Class<?> type, String shape, Use mine) {
        forgetCleared();
        List<Use> others = new ArrayList<>();
        for (Known one : uses.getOrDefault(shape, List.of())) {
            Use other = one.get();
            if (other != null) {
                others.add(other);
            }
        }
        if (others.contains(mine)) {
            return List.of();
        }
        if (count < MAX_USES) {
            count++;
            BY_CLASS.get(type).add(mine);
            uses.computeIfAbsent(shape, absent -> new ArrayList<>()).add(new Known(mine, shape, cleared));
        }
        return others;
    }

    @GuardedBy("this")
    private void forgetCleared() {
        for (Reference<? extends Use> one = cleared.poll(); one != null; one = cleared.poll()) {
            forget((Known) one);
        }
    }

    @GuardedBy("this")
    private void forget(Known one) {
        count--;
        List<Known> known = uses.get(one.shape);
        if (known != null && known.remove(one) && known.isEmpty()) {
            uses.remove(one.shape);
        }
    }

    /** The number of known uses. */
    synchronized int size() {
        return count;
    }

    private static String shapeOf(KeyTemplate template) {
        StringBuilder shape = new StringBuilder();
        for (KeyPart part : template.parts()) {
            shape.append(part instanceof KeyPart.Literal literal ? literal.text() : "{}");
        }
        return shape.toString();
    }

    /** The first declared type of the evicting method whose values name it in the keys of the other. */
    private static @Nullable DeclaredType unmet(Use storing, Use evicting) {
        for (int i = 0; i < storing.types.size(); i++) {
            if (storing.types.get(i).names(evicting.types.get(i))) {
                return evicting.types.get(i);
            }
        }
        return null;
    }

    private static RefusedMethod problem(
            Use storing, Use evicting, String what, KeyTemplate template, DeclaredType unmet) {
        String name = unmet.raw().getSimpleName();
        return new RefusedMethod(
                RefusedMethod.Loss.NONE,
                evicting.signature,
                "its " + what + " '" + template.source() + "' has a value that is declared as " + name
                        + ", while " + storing.signature + " stores under the same " + what
                        + " with a more general type, in which " + (unmet.raw() == String.class ? STRINGS : "the value")
                        + " names its type, so that the entry stays until its ttl",
                "Declare the same type in both, or evict by a pattern or a tag without the value.");
    }
}
