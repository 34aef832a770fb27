package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one removal. It waits for those under way whenever there are many, and adds up what they removed.
 *
 * <p>Each round trip has as much time as one call. At its beginning it prolongs the notice of its eviction, in the same
 * write, so that the notice lasts however many round trips there are.
 *
 * <p><b>Threads.</b> Confined to the thread that evicts.
 */
final class RoundTrips {

    private final RedisSession session;
    private final int most;
    private final Notices.@Nullable Notice notice;
    private final List<Reply<?>> sent = new ArrayList<>();
    private Budget budget;
    private long entries;
    private long tags;

    /**
     * @param most how many commands share one round trip
     * @param notice null for an eviction without one
     */
    RoundTrips(RedisSession session, int most, Notices.@Nullable Notice notice, Budget budget) throws StoreException {
        this.session = session;
        this.most = most;
        this.notice = notice;
        this.budget = budget;
        prolongNotice();
    }

    /** For the next command. */
    Budget budget() {
        return budget;
    }

    /** Counts what the command removes as entries. */
    void add(Reply<Long> reply) throws StoreException {
        addAny(waiting -> entries += number(reply, waiting));
    }

    /** Counts what the command removes as tags. */
    void addTags(Reply<Long> reply) throws StoreException {
        addAny(waiting -> tags += number(reply, waiting));
    }

    /** No command that removes keys answers with nothing: that was another command's answer. */
    private long number(Reply<Long> reply, Budget budget) throws StoreException {
        Object answer = reply.await(budget);
        if (answer instanceof Long number) {
            return number;
        }
        throw session.outOfSequence("UNLINK");
    }

    private void addAny(Reply<Long> reply) throws StoreException {
        sent.add(reply);
        if (sent.size() >= most) {
            end();
            prolongNotice();
        }
    }

    private void prolongNotice() throws StoreException {
        if (notice != null && notice.isToBeProlonged()) {
            sent.add(notice.prolong(budget));
        }
    }

    /** Waits for the last commands. */
    Removed end() throws StoreException {
        Reply<Boolean> inSequence = session.inSequence(budget);
        for (Reply<?> reply : sent) {
            reply.await(budget);
        }
        inSequence.await(budget);
        sent.clear();
        budget = budget.anew();
        return new Removed(entries, entries + tags > 0, false);
    }

    /**
     * What a removal found.
     *
     * @param entries how many entries there were
     * @param any whether there was anything, an entry or a tag
     * @param isHoldOffRefused whether Redis refused to hold loads off
     */
    record Removed(long entries, boolean any, boolean isHoldOffRefused) {}
}
