package dev.larder.agent.core.store.redis.command;

import dev.larder.agent.core.store.remote.RemoteListener;

/** Passes on that the connection is lost, and nothing else. */
record LossOnly(RemoteListener listener) implements RemoteListener {

    @Override
    public void answered(long nanos) {
        // The limit of this command is not a call's.
    }

    @Override
    public void unanswered() {
        // The caller that waited decides what follows.
    }

    @Override
    public void failed(String reason) {
        // As above.
    }

    @Override
    public void lost(String reason) {
        listener.lost(reason);
    }
}
