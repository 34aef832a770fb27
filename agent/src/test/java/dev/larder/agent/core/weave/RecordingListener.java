package dev.larder.agent.core.weave;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps everything it hears. */
final class RecordingListener implements WeavingListener {

    final List<String> events = new CopyOnWriteArrayList<>();
    final List<MethodPlan> woven = new CopyOnWriteArrayList<>();
    final List<RefusedMethod> refused = new CopyOnWriteArrayList<>();

    /** Runs while the first woven class is announced. */
    Runnable onFirst = () -> {};

    @Override
    public void beforeFirstWeaving() {
        onFirst.run();
        events.add("first");
    }

    @Override
    public void woven(MethodPlan plan) {
        events.add("woven");
        woven.add(plan);
    }

    @Override
    public void refused(RefusedMethod method) {
        events.add("refused");
        refused.add(method);
    }

    @Override
    public void watchedClassLoads(String internalName) {
        events.add(internalName);
    }

    List<String> wovenSignatures() {
        return woven.stream().map(MethodPlan::signature).sorted().toList();
    }

    /** All refusals, as whole lines. */
    List<String> refusals() {
        return refused.stream().map(RefusedMethod::message).toList();
    }

    /** The one plan. */
    MethodPlan plan() {
        if (woven.size() != 1) {
            throw new AssertionError("not one woven method: " + woven);
        }
        return woven.get(0);
    }

    /** The one refusal, as its whole line. */
    String refusal() {
        if (refused.size() != 1) {
            throw new AssertionError("not one refusal: " + refused);
        }
        return refused.get(0).message();
    }
}
