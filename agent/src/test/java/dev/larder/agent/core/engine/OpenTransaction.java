package dev.larder.agent.core.engine;

import dev.larder.agent.core.tx.OwnView;
import dev.larder.agent.core.tx.Transaction;

/** A transaction that may write. */
public record OpenTransaction() implements Transaction {

    @Override
    public OwnView ownView() {
        return OwnView.MAY_WRITE;
    }

    @Override
    public boolean canChangeThreads() {
        return false;
    }

    @Override
    public Ending ending() {
        return null;
    }

    @Override
    public boolean onEnd(Ending ending) {
        return false;
    }
}
