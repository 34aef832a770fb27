package dev.larder.agent.core.tx;

import org.jspecify.annotations.Nullable;

/**
 * A Spring transaction while there is also a JTA transaction, most likely the same one.
 *
 * <p>Spring's declaration does not count: Spring may have joined a transaction that other code began and has written
 * in.
 */
record SpringOverJta(Transaction spring) implements Transaction {

    @Override
    public OwnView ownView() {
        return OwnView.JTA;
    }

    /** A JTA transaction can change threads, but not together with the Spring transaction, whose end is observed. */
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
