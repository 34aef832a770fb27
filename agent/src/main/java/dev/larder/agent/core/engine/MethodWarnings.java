package dev.larder.agent.core.engine;

import dev.larder.agent.core.base.LogLine;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.key.text.UnsupportedKeyException;
import dev.larder.agent.core.tx.OwnView;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the developer of what about one cached method does not fit the cache: each thing once, the counters have the rest.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Failure.</b> Never throws.
 */
final class MethodWarnings {

    private enum Unfit {
        KEY,
        TAG,
        WHEN,
        RESULT,
        UNLESS,
        ENTRY,
        TRANSACTION
    }

    private final CacheEngine engine;
    private final String signature;
    private final Set<Unfit> said = ConcurrentHashMap.newKeySet();

    MethodWarnings(CacheEngine engine, String signature) {
        this.engine = engine;
        this.signature = signature;
    }

    void key(UnsupportedKeyException unsupported) {
        once(Unfit.KEY, unfitKey(unsupported));
    }

    void tag(Throwable untagged) {
        once(
                Unfit.TAG,
                untagged instanceof UnsupportedKeyException unsupported
                        ? unfitKey(unsupported)
                        : Message.TAG_THREW.of(signature, untagged.getClass().getName()));
    }

    private LogLine unfitKey(UnsupportedKeyException unsupported) {
        return Message.UNFIT_KEY.of(signature, unsupported.getMessage(), unsupported.remedy());
    }

    void when(Throwable theirs) {
        once(Unfit.WHEN, Message.WHEN_THREW.of(signature, theirs.getClass().getName()));
    }

    void unless(Throwable theirs) {
        once(Unfit.UNLESS, Message.UNLESS_THREW.of(signature, theirs.getClass().getName()));
    }

    void result(CodecException problem) {
        once(Unfit.RESULT, Message.UNFIT_RESULT.of(signature, problem.getMessage(), problem.remedy()));
    }

    void entry(CodecException problem) {
        once(Unfit.ENTRY, Message.UNREADABLE_ENTRY.of(signature, problem.getMessage()));
    }

    void transaction(OwnView view) {
        once(Unfit.TRANSACTION, Message.NOT_STORED_IN_TRANSACTION.of(signature, view.clause(), view.remedy()));
    }

    private void once(Unfit what, LogLine line) {
        if (said.add(what)) {
            engine.say(line);
        }
    }
}
