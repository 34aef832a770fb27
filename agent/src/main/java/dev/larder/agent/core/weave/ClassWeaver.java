package dev.larder.agent.core.weave;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.base.AgentLog;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Weaves one class at a time: which of its methods are annotated, what of that can be had, and the new class file.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class ClassWeaver {

    static final int NEWEST_CLASS_FILE = Opcodes.V28;

    private final ClassFiles files;
    private final BootstrapAccess bootstraps;
    private final WeavingListener listener;

    @GuardedBy("this")
    private boolean hasWoven;

    ClassWeaver(ClassFiles files, BootstrapAccess bootstraps, WeavingListener listener) {
        this.files = files;
        this.bootstraps = bootstraps;
        this.listener = listener;
    }

    /** The class file to define instead, or null if there is nothing to weave. */
    byte @Nullable [] weave(ClassLoader loader, String name, ClassFileScan scan, byte[] bytes)
            throws IOException, ReflectiveOperationException {
        if (scan.majorVersion() > NEWEST_CLASS_FILE) {
            refuse(tooNew(name, scan.majorVersion()));
            return null;
        }
        ClassReader file = new ClassReader(bytes);
        TypeOutline type = files.parse(file);
        Map<String, MethodPlan> plans = plans(new VisibleTypes(files, loader), type);
        if (plans.isEmpty()) {
            return null;
        }
        announceFirst();
        byte[] woven = BodyMover.move(file, type, plans, bootstraps.nameFor(loader));
        plans.values().forEach(listener::woven);
        AgentLog.debug(() -> "Wove " + name.replace('/', '.') + ", methods: " + plans.size()
                + ". Class files parsed so far: " + files.parsedCount());
        return woven;
    }

    /** Others wait here meanwhile: a call site linked before the linker is there would stay uncached for good. */
    private synchronized void announceFirst() {
        if (!hasWoven) {
            hasWoven = true;
            listener.beforeFirstWeaving();
        }
    }

    private Map<String, MethodPlan> plans(VisibleTypes types, TypeOutline type) {
        Map<String, MethodPlan> plans = new LinkedHashMap<>();
        for (MethodOutline method : type.methods()) {
            if (method.isConcrete() && !method.isGenerated() && !isWovenAlready(type, method)) {
                MethodPlan plan = plan(types, type, method);
                if (plan != null) {
                    plans.put(method.id(), plan);
                }
            }
        }
        return plans;
    }

    private @Nullable MethodPlan plan(VisibleTypes types, TypeOutline type, MethodOutline method) {
        MethodOutline annotated =
                method.annotations().isEmpty() ? InheritedAnnotation.find(types, type, method) : method;
        if (annotated == null) {
            sayIfDropped(types, type, method);
            return null;
        }
        // A template means the names where it is written; an abstract method often has none.
        List<String> names =
                annotated.parameterNames().isEmpty() ? method.parameterNames() : annotated.parameterNames();
        return new PlanReader(types, type, method, this::refuse).read(annotated.annotations(), names);
    }

    private void sayIfDropped(VisibleTypes types, TypeOutline type, MethodOutline method) {
        DroppedEffects dropped = DroppedEffects.find(types, type, method);
        if (dropped != null) {
            refuse(dropped.refused(method.signature(type.name())));
        }
    }

    /** When a class is redefined from the bytes of its woven form. */
    private static boolean isWovenAlready(TypeOutline type, MethodOutline method) {
        MethodOutline body = type.method(method.name() + MethodPlan.MOVED_SUFFIX, method.descriptor());
        return body != null && body.is(Opcodes.ACC_SYNTHETIC);
    }

    private void refuse(RefusedMethod method) {
        AgentLog.warn(method.message());
        listener.refused(method);
    }

    private static RefusedMethod tooNew(String name, int majorVersion) {
        return new RefusedMethod(
                RefusedMethod.Loss.EVERYTHING,
                "the methods of " + name.replace('/', '.'),
                "its class file has version " + majorVersion + ", newer than " + NEWEST_CLASS_FILE
                        + ", the newest this agent knows",
                "Use a newer agent, or compile for an older Java.");
    }
}
