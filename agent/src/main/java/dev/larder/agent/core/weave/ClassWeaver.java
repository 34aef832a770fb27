package dev.larder.agent.core.weave;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.classfile.ClassFileScan;
import dev.larder.agent.core.classfile.ClassFiles;
import dev.larder.agent.core.classfile.TypeOutline;
import dev.larder.agent.core.classfile.VisibleTypes;
import dev.larder.agent.core.plan.MethodPlan;
import dev.larder.agent.core.plan.RefusedMethod;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Weaves one class at a time: finds its annotated methods, checks them, and writes the new class file.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
public final class ClassWeaver {

    public static final int NEWEST_CLASS_FILE = Opcodes.V28;

    private final ClassFiles files;
    private final BootstrapAccess bootstraps;
    private final WeavingListener listener;
    private final WovenClasses loaded = new WovenClasses();

    @GuardedBy("this")
    private boolean hasWoven;

    ClassWeaver(ClassFiles files, BootstrapAccess bootstraps, WeavingListener listener) {
        this.files = files;
        this.bootstraps = bootstraps;
        this.listener = listener;
    }

    /** The new class file, or null if there is nothing to weave. */
    byte @Nullable [] weave(ClassLoader loader, String name, ClassFileScan scan, byte[] bytes)
            throws IOException, ReflectiveOperationException {
        Refusals refusals = new Refusals(Set.of());
        if (scan.majorVersion() > NEWEST_CLASS_FILE) {
            refusals.add(tooNew(name, scan.majorVersion()));
            loaded.put(loader, name, WovenClass.asItIs(refusals.said));
            return null;
        }
        ClassReader file = new ClassReader(bytes);
        TypeOutline type = files.parse(file);
        VisibleTypes types = new VisibleTypes(files, loader);
        ClassPlan plan = ClassPlanner.plan(types, type, refusals::add);
        if (plan.isEmpty()) {
            loaded.put(loader, name, WovenClass.asItIs(refusals.said));
            return null;
        }
        announceFirst();
        Long serialVersion = plan.changesSerialVersion(type) ? SerialVersion.of(types, type, file) : null;
        byte[] woven = BodyMover.move(file, types, type, plan, bootstraps.nameFor(loader), serialVersion);
        loaded.put(loader, name, WovenClass.of(plan, serialVersion != null, refusals.said));
        plan.methods().values().forEach(listener::woven);
        AgentLog.debug(() -> "Wove " + name.replace('/', '.') + ", methods: "
                + plan.methods().size() + ". Class files parsed so far: " + files.parsedCount());
        return woven;
    }

    /**
     * The same for a loaded class that another agent or a debugger transforms again or redefines. Its annotations may
     * have changed; the set of its methods must not.
     */
    byte @Nullable [] weaveAgain(ClassLoader loader, String name, ClassFileScan scan, byte[] bytes)
            throws IOException, ReflectiveOperationException {
        WovenClass before = loaded.get(loader, name);
        if (before == null) {
            before = WovenClass.asItIs(Set.of());
            loaded.put(loader, name, before);
        }
        if (before.isAsItIs()
                && (!scan.mentionsAnnotation() || !before.refusals().isEmpty())) {
            return null;
        }
        ClassReader file = new ClassReader(bytes);
        TypeOutline type = files.parse(file);
        if (before.isOf(type)) {
            return null;
        }
        VisibleTypes types = new VisibleTypes(files, loader);
        Refusals refusals = new Refusals(before.refusals());
        ClassPlan wanted = ClassPlanner.plan(types, type, refusals::add);
        for (String id : wanted.methods().keySet()) {
            if (!before.methods().contains(id)) {
                refusals.add(tooLate(wanted.methods().get(id)));
            }
        }
        before.refusals().addAll(refusals.said);
        ClassPlan plan = wanted.within(before, type);
        if (plan.isEmpty()) {
            return null;
        }
        Long serialVersion = before.hasSerialVersion() ? SerialVersion.of(types, type, file) : null;
        return BodyMover.move(file, types, type, plan, bootstraps.nameFor(loader), serialVersion);
    }

    boolean hasWoven(ClassLoader loader, String name) {
        WovenClass woven = loaded.get(loader, name);
        return woven != null && !woven.isAsItIs();
    }

    /** Other threads wait here: a call site that is linked before the linker is ready would stay uncached for good. */
    private synchronized void announceFirst() {
        if (!hasWoven) {
            hasWoven = true;
            listener.beforeFirstWeaving();
        }
    }

    private static RefusedMethod tooNew(String name, int majorVersion) {
        return new RefusedMethod(
                RefusedMethod.Loss.EVERYTHING,
                "the methods of " + name.replace('/', '.'),
                "its class file has version " + majorVersion + ", newer than " + NEWEST_CLASS_FILE
                        + ", the newest this agent knows",
                "Use a newer agent, or compile for an older Java.");
    }

    private static RefusedMethod tooLate(MethodPlan plan) {
        return new RefusedMethod(
                plan.lossOfAll(),
                plan.signature(),
                "its class was loaded without this annotation or before the agent saw it, and no method can be added to"
                        + " a class that is loaded",
                "Restart the application.");
    }

    /** Reports refusals, each once per class. */
    private final class Refusals {

        private final Set<String> before;
        private final Set<String> said = new LinkedHashSet<>();

        private Refusals(Set<String> before) {
            this.before = before;
        }

        void add(RefusedMethod method) {
            if (!before.contains(method.message()) && said.add(method.message())) {
                AgentLog.say(method.line());
                listener.refused(method);
            }
        }
    }
}
