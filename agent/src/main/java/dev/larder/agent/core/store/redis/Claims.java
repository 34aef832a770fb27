package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.command.ScriptReply;
import dev.larder.agent.core.wait.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Claims the leases of many entries, as {@link Leases} does for one, in one round trip.
 *
 * <p>An entry that is void because of its tags costs a second round trip, which all of these share.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Failure.</b> If one claim is not answered, all leases are given back.
 */
final class Claims {

    /** How many entries and tags share a round trip: each entry takes two commands. */
    private static final int BATCH = 500;

    /** As of the first ones, whose caller says so: others depend on them all. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final byte[] NOTHING = new byte[0];

    /** As for one claim. */
    private static final int MAX_LOOKS = 3;

    private final Tags tags;
    private final Notices notices;
    private final Leases leases;

    Claims(Tags tags, Notices notices, Leases leases) {
        this.tags = tags;
        this.notices = notices;
        this.leases = leases;
    }

    /** Each batch has as much time as one call. */
    List<Claim> claimAll(List<EntryId> ids, Budget budget) throws StoreException {
        Work work = new Work(ids, budget);
        try {
            return work.run();
        } catch (StoreException | RuntimeException e) {
            work.giveBack();
            throw e;
        }
    }

    /** Each batch has as much time as one call. */
    Map<EntryId, Lease> takeOverAll(List<EntryId> ids, @Nullable WriteMark since, Budget budget) throws StoreException {
        Map<EntryId, Lease> taken = new HashMap<>();
        Budget within = budget;
        try {
            for (int from = 0; from < ids.size(); ) {
                List<EntryId> batch = Lookups.batch(ids, from, BATCH);
                taken.putAll(leases.takeOverAll(batch, since, within));
                within = budget.anew();
                from += batch.size();
            }
            return taken;
        } catch (StoreException | RuntimeException e) {
            Leases.giveBack(taken.values());
            throw e;
        }
    }

    /** One claim on its way. */
    private record Sent(
            Notices notices, int index, Leases.Token token, ScriptReply<List<?>> claimed, Notices.Check check) {

        Sent lookingAfterTheClaim(Budget budget) throws StoreException {
            Notices.Check later = notices.again(check, token.id(), claimed.wasRepeated(), budget);
            return new Sent(notices, index, token, claimed, later);
        }
    }

    /** The claims of one call. */
    private final class Work {

        private final List<EntryId> ids;
        private final Budget first;
        private final Claim[] claims;

        /** What voids an entry that was found. */
        private final byte[][] voided;

        private final List<Leases.Token> tokens = new ArrayList<>();
        private List<Integer> again = new ArrayList<>();

        Work(List<EntryId> ids, Budget budget) {
            this.ids = ids;
            this.first = budget;
            this.claims = new Claim[ids.size()];
            this.voided = new byte[ids.size()][];
            for (int i = 0; i < ids.size(); i++) {
                again.add(i);
                voided[i] = NOTHING;
                claims[i] = new Claim.Held(1); // others store it and evict its tags again and again
            }
        }

        List<Claim> run() throws StoreException {
            Budget budget = first;
            for (int looks = 0; looks < MAX_LOOKS && !again.isEmpty(); looks++) {
                List<Integer> open = again;
                again = new ArrayList<>();
                List<EntryId> asked = open.stream().map(ids::get).toList();
                for (int from = 0; from < open.size(); ) {
                    int end = from + Lookups.batch(asked, from, BATCH).size();
                    claim(open.subList(from, end), budget);
                    budget = first.anew().withGrace(GRACE);
                    from = end;
                }
            }
            return Arrays.asList(claims);
        }

        private void claim(List<Integer> batch, Budget budget) throws StoreException {
            Set<String> named = new LinkedHashSet<>();
            batch.forEach(index -> named.addAll(ids.get(index).tags()));
            Reply<Map<String, String>> begun = tags.begin(named, budget);
            List<Sent> all = new ArrayList<>(batch.size());
            for (int index : batch) {
                Leases.Token token = leases.new Token(ids.get(index), Leases.Purpose.LOAD);
                tokens.add(token);
                ScriptReply<List<?>> claimed = token.claim(voided[index], budget);
                all.add(new Sent(notices, index, token, claimed, notices.check(ids.get(index), budget)));
            }
            Map<String, String> versions = begun.await(budget);
            ScriptReply.settleAll(all.stream().map(Sent::claimed).toList(), budget);
            for (int i = 0; i < all.size(); i++) {
                all.set(i, all.get(i).lookingAfterTheClaim(budget));
            }
            for (Sent sent : all) {
                claims[sent.index] = answer(sent, versions, budget);
            }
        }

        private Claim answer(Sent sent, Map<String, String> versions, Budget budget) throws StoreException {
            EntryId id = ids.get(sent.index);
            Map<String, String> own = Tags.only(id.tags(), versions);
            List<?> answer = sent.claimed.await(budget);
            sent.check.await(budget);
            String word = Leases.word(answer);
            if (word.equals("granted")) {
                boolean isCovered = sent.check.covers(false, budget);
                return leases.granted(sent.token, own, sent.check, isCovered);
            }
            if (!word.equals("found")) {
                return Leases.denied(answer, own);
            }
            byte[] stored = (byte[]) Objects.requireNonNull(answer.get(1));
            Map<String, String> carried = ValueFormat.tags(stored);
            if (Tags.admit(carried, id.tags(), tags.lookForMore(carried.keySet(), versions, budget))) {
                return new Claim.Found(new StoredEntry.Encoded(ValueFormat.envelope(stored)));
            }
            voided[sent.index] = ValueFormat.head(stored);
            again.add(sent.index);
            return claims[sent.index];
        }

        void giveBack() {
            tokens.forEach(Leases.Token::giveBack);
        }
    }
}
