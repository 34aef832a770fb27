package dev.larder.agent.core.tx;

import org.jspecify.annotations.Nullable;

/**
 * A transaction of Spring's where there is one of JTA's, too, which is most likely the same.
 *
 * <p>What Spring's was declared to be is not asked for: Spring may have joined a transaction that somebody else began and
 * has written in.
 */
record SpringOverJta(Transaction spring) implements Transaction {

    @Override
    public OwnView ownView() {
        return OwnView.JTA;
    }

    @Override
    public boolean tellsOfSavepoints() {
        return spring.tellsOfSavepoints();
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
