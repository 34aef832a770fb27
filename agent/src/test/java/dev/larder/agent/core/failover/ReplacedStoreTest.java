package dev.larder.agent.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.failover.phase.Mode;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.Lookup;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.fixtures.FakeRemote;
import org.junit.jupiter.api.Test;

/** Redis goes while a call asks it, and memory answers from then on. */
final class ReplacedStoreTest extends StoreOverFakeRedis {

    private static final EntryId ID = new EntryId("k", "f");

    @Test
    void f18_anotherStoreAnswersByNow_isAskedInstead() throws StoreException {
        startInMode(Mode.REDIS);
        remote.onAsk = once(lostAnd(StoreOverFakeRedis::fail));
        assertThat(store.lookup(ID, budget())).isEqualTo(Lookup.ABSENT);
        assertThat(store.status().mode()).isEqualTo(Mode.MEMORY);
    }

    @Test
    void f18_anotherStoreAnswersByNow_grantsALeaseThatItStoresUnder() throws StoreException {
        startInMode(Mode.REDIS);
        remote.onAsk = once(lostAnd(StoreOverFakeRedis::fail));
        Lease lease = ((Claim.Granted) store.claim(ID, budget())).lease();
        assertThat(lease.store(entry(), 60_000, budget())).isTrue();
        assertThat(store.lookup(ID, budget())).isInstanceOf(Lookup.Fresh.class);
        assertThat(remote.keys).isEmpty();
    }

    /** The operator sees how many calls that has cost. */
    @Test
    void f18_answerWasAnotherCommands_isAnErrorOfTheCall() {
        startInMode(Mode.REDIS);
        remote.onAsk = lostAnd(() -> {
            throw StoreException.misdirected("another command's answer");
        });
        assertThatThrownBy(() -> store.lookup(ID, budget())).isInstanceOf(StoreException.class);
    }

    @Test
    void f18_noOtherStoreAnswers_isAnErrorOfTheCall() {
        startInMode(Mode.REDIS);
        remote.onAsk = StoreOverFakeRedis::fail;
        assertThatThrownBy(() -> store.lookup(ID, budget())).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.claim(ID, budget())).isInstanceOf(StoreException.class);
    }

    private FakeRemote.Step lostAnd(FakeRemote.Step then) {
        return () -> {
            reachable.set(false);
            listeners.getLast().lost("gone");
            then.run();
        };
    }
}
