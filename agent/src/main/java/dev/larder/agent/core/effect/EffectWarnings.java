package dev.larder.agent.core.effect;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import dev.larder.agent.core.write.EffectFaults;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reports to the developer, once each, what a method's effects cannot do.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class EffectWarnings {

    private static final int MOST_REASONS = 4;

    private final String signature;
    private final EffectFaults faults;

    /** The templates that have been reported as not fitting a value. */
    private final Set<String> misfits = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean warnedOfWork = new AtomicBoolean();
    private final AtomicBoolean warnedOfValue = new AtomicBoolean();

    /** Why bodies have been reported to run at once. */
    private final Set<String> atOnce = ConcurrentHashMap.newKeySet();

    /** @param signature {@code com.acme.UserService.update(User)} */
    EffectWarnings(String signature, EffectFaults faults) {
        this.signature = signature;
        this.faults = faults;
    }

    /** Logs one line for each template, however many calls or elements do not fit. */
    void cannotRender(Template template, Throwable problem) {
        if (!(problem instanceof UnsupportedKeyException unsupported)) {
            faults.report(problem);
        } else if (misfits.add(template.source())) {
            AgentLog.say(Message.UNFIT_EFFECT_KEY.of(
                    signature, template.source(), problem.getMessage(), unsupported.remedy()));
        }
    }

    void cannotStore(CodecException problem) {
        if (warnedOfValue.compareAndSet(false, true)) {
            AgentLog.say(Message.UNFIT_PUT.of(signature, problem.getMessage(), problem.remedy()));
        }
    }

    /** Of a body that was to run later; one line for each reason, up to a few. */
    void runsAtOnce(String reason, String remedy) {
        if (atOnce.size() < MOST_REASONS && atOnce.add(reason)) {
            AgentLog.say(Message.BEHIND_AT_ONCE.of(signature, reason, remedy));
        }
    }

    /** Of a future, or what was declared as something wider: other results declared as such are refused when woven. */
    void cannotAwait(Object result) {
        if (warnedOfWork.compareAndSet(false, true)) {
            AgentLog.say(Message.WORK_NOT_DONE.of(signature, result.getClass().getName()));
        }
    }
}
