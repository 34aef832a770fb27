package dev.larder.agent.core.failover;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.remote.RemoteConnector;
import dev.larder.agent.core.store.remote.RemoteListener;
import dev.larder.agent.core.store.remote.RemoteStore;
import dev.larder.agent.core.wait.Budget;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Begins to connect when it may go on, as in a process that is busy starting. Connects for evictions at any time. */
final class HeldUpConnector implements RemoteConnector {

    private final RemoteConnector target;
    private final CountDownLatch goOn = new CountDownLatch(1);

    HeldUpConnector(RemoteConnector target) {
        this.target = target;
    }

    void goOn() {
        goOn.countDown();
    }

    @Override
    public RemoteStore connect(RemoteListener listener) throws StoreException {
        try {
            if (!goOn.await(60, TimeUnit.SECONDS)) {
                throw new StoreException("held up for too long", null);
            }
        } catch (InterruptedException e) {
            throw new StoreException("stopped", e);
        }
        return target.connect(listener);
    }

    @Override
    public RemoteStore connectToEvict(RemoteListener listener, Budget budget) throws StoreException {
        return target.connectToEvict(listener, budget);
    }

    @Override
    public CompletionStage<?> readArrived() {
        return target.readArrived();
    }

    @Override
    public String address() {
        return target.address();
    }

    @Override
    public void close() {
        target.close();
    }
}
