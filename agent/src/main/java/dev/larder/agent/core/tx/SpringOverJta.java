package dev.larder.agent.core.tx;

import org.jspecify.annotations.Nullable;

/**
 * A transaction of Spring's when there is also one of JTA's, most likely the same.
 *
 * <p>Spring's declaration does not count: Spring may have joined a transaction that other code began and has written
 * in.
 */
record SpringOverJta(Transaction spring) implements Transaction {

    @Override
    public OwnView ownView() {
        return OwnView.JTA;
    }

    /** JTA's can, though not together with Spring's, which is the one that hears of the end. */
    @Override
    public boolean canChangeThreads() {
        return false;
    }

    @Override
    public @Nullable Ending ending() {
        return spring.ending();
    }

    @Override
    public boolean onEnd(Ending ending) {
        return spring.onEnd(ending);
    }
}
