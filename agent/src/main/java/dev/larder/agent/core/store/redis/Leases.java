package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Budget;
import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.WriteMark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Leases of entries: granted to loaders, taken over by writers.
 *
 * <p>The versions of an entry's tags are read together with the claim, before its loader reads anything. A tag that is
 * evicted later has another version by the time of the store, or none, so that what was loaded is void.
 *
 * <p><b>Late commands.</b> Redis may carry out late what its caller has given up. A late claim leaves a lease that
 * nobody knows of, which the release behind it removes; a late take-over costs others a load; a late store finds
 * another lease or none, unless nothing was evicted or written since; a late release finds another token.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Leases {

    private static final byte[] LEASE_FIELD = Bytes.of("lease");
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] OVER_AT_ONCE = Bytes.of(0);

    /** How often one claim may find an entry that is void because of its tags, each time another one. */
    private static final int MAX_LOOKS = 3;

    /** How many leases share a journey: each takes a few commands. */
    private static final int BATCH = 250;

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final Tags tags;
    private final Mark mark;

    Leases(RedisSession session, RedisStoreSettings settings, Tags tags, Mark mark) {
        this.session = session;
        this.settings = settings;
        this.tags = tags;
        this.mark = mark;
    }

    /** What a lease is for: see {@code entry.lua} for who waits for whom. */
    enum Purpose {
        LOAD,
        PUT,
        TAKE;

        /** As the scripts call it. */
        byte[] word() {
            return Bytes.of(name().toLowerCase(Locale.ROOT));
        }
    }

    Claim claim(EntryId id, Budget budget) throws StoreException {
        return claim(id, Purpose.LOAD, budget);
    }

    /** What is there; if nothing is, a lease. Unless it is for a load, it puts, and is held off while a tag is. */
    Claim claim(EntryId id, Purpose purpose, Budget budget) throws StoreException {
        byte[] voided = NOTHING;
        for (int looks = 0; looks < MAX_LOOKS; looks++) {
            Token token = new Token(id, purpose);
            try {
                Reply<Map<String, String>> begun = tags.begin(id.tags(), budget);
                Reply<List<?>> claimed = session.runForList(
                        Script.CLAIM,
                        budget,
                        token.key,
                        ValueFormat.fieldOf(id),
                        token.bytes,
                        settings.leaseMillis(),
                        settings.leaseMemoryMillis(),
                        voided,
                        purpose.word());
                Map<String, String> versions = begun.await(budget);
                List<?> answer = claimed.await(budget);
                if (!word(answer).equals("found")) {
                    return outcome(answer, new RedisLease(token, versions, purpose != Purpose.LOAD));
                }
                byte[] stored = (byte[]) answer.get(1);
                Map<String, String> carried = ValueFormat.tags(stored);
                if (Tags.admit(carried, id.tags(), tags.lookForMore(carried.keySet(), versions, budget))) {
                    return new Claim.Found(new StoredEntry.Encoded(ValueFormat.envelope(stored)));
                }
                voided = ValueFormat.head(stored);
            } catch (StoreException e) {
                token.giveBack();
                throw e;
            }
        }
        return new Claim.Held(1); // by those who store it and evict its tags all the time
    }

    private static Claim outcome(List<?> answer, RedisLease asked) {
        boolean granted = word(answer).equals("granted");
        if (asked.isHeldOff()) {
            if (granted) {
                asked.token.giveBack();
            }
            return new Claim.HeldOff();
        }
        if (granted) {
            return new Claim.Granted(asked);
        }
        return word(answer).equals("held") ? new Claim.Held((long) answer.get(1)) : new Claim.HeldOff();
    }

    private static String word(List<?> answer) {
        return Bytes.text((byte[]) answer.get(0));
    }

    @Nullable
    Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) throws StoreException {
        if (since != null && !mark.canBeKept(since)) {
            return null;
        }
        Token token = new Token(id, Purpose.TAKE);
        try {
            Reply<Map<String, String>> begun = tags.begin(id.tags(), budget);
            ScriptReply<String> taken = token.take(OVER_AT_ONCE, budget);
            Reply<Boolean> asked = since == null ? waiting -> true : mark.isKept(since, budget);
            Map<String, String> versions = begun.await(budget);
            taken.await(budget);
            boolean kept = asked.await(budget);
            if (kept && since != null && taken.wasRepeated()) {
                kept = mark.isKept(since, budget).await(budget); // that was asked before the lease was taken
            }
            RedisLease lease = new RedisLease(token, versions, true);
            return kept && !lease.isHeldOff() ? lease : null;
        } catch (StoreException e) {
            token.giveBack();
            throw e;
        }
    }

    /** All of them on one journey; on several where they are very many. */
    Map<EntryId, Lease> takeOverAll(Collection<EntryId> ids, Budget budget) throws StoreException {
        List<EntryId> all = List.copyOf(ids);
        Map<EntryId, Lease> leases = new LinkedHashMap<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            List<EntryId> some = all.subList(from, Math.min(from + BATCH, all.size()));
            leases.putAll(takeOverBatch(some, budget.anew()));
        }
        return leases;
    }

    private Map<EntryId, Lease> takeOverBatch(List<EntryId> ids, Budget budget) throws StoreException {
        List<Token> tokens = ids.stream().map(id -> new Token(id, Purpose.TAKE)).toList();
        try {
            Reply<Map<String, String>> begun = tags.begin(namedBy(ids), budget);
            List<Reply<String>> taken = new ArrayList<>();
            for (Token token : tokens) {
                taken.add(token.take(OVER_AT_ONCE, budget));
            }
            Map<String, String> versions = begun.await(budget);
            Reply.awaitAll(taken, budget);
            Map<EntryId, Lease> leases = new LinkedHashMap<>();
            for (Token token : tokens) {
                RedisLease lease = new RedisLease(token, Tags.only(token.id().tags(), versions), true);
                if (!lease.isHeldOff()) {
                    leases.put(token.id(), lease);
                }
            }
            return leases;
        } catch (StoreException e) {
            tokens.forEach(Token::giveBack);
            throw e;
        }
    }

    private static Set<String> namedBy(List<EntryId> ids) {
        return ids.stream().flatMap(id -> id.tags().stream()).collect(Collectors.toSet());
    }

    /** A lease asked for. */
    final class Token {

        private final EntryId id;
        private final Purpose purpose;
        private final byte[] key;
        private final byte[] bytes;

        Token(EntryId id, Purpose purpose) {
            this.id = id;
            this.purpose = purpose;
            this.key = settings.keys().keyOf(id.key());
            this.bytes = purpose == Purpose.PUT
                    ? settings.tokens().nextToPut()
                    : settings.tokens().next();
        }

        EntryId id() {
            return id;
        }

        /** Sends to take the lease; {@code taken} says that it was. */
        ScriptReply<String> take(byte[] leaseMillis, Budget budget) throws StoreException {
            return session.run(
                    Script.TAKE, budget, key, bytes, leaseMillis, settings.leaseMemoryMillis(), purpose.word());
        }

        /**
         * Sends to store under the lease; {@code stored} says that it was.
         *
         * @param versions of the entry's tags, from before the value was read or made
         * @param replacing whether the value is newer than all other versions
         */
        Reply<String> store(Map<String, String> versions, byte[] envelope, boolean replacing, byte[] ttl, Budget budget)
                throws StoreException {
            return session.run(
                    Script.STORE,
                    budget,
                    key,
                    ValueFormat.fieldOf(id),
                    bytes,
                    ttl,
                    ValueFormat.write(versions),
                    envelope,
                    Bytes.of(replacing ? "all" : "one"));
        }

        /** Whether {@code field}, which holds a token and its end, holds this one. */
        boolean isIn(byte @Nullable [] field) {
            return field != null && Bytes.text(field).startsWith(Bytes.text(bytes) + ":");
        }

        Reply<String> release(Budget budget) throws StoreException {
            return session.run(Script.RELEASE, budget, key, bytes);
        }

        /** A lease that nobody knows of would keep all others waiting for as long as it lasts, although nobody loads. */
        void giveBack() {
            session.post(Script.RELEASE, key, bytes);
        }
    }

    /** Knows its token; whether it still stands, only Redis knows. */
    private final class RedisLease implements Lease {

        private final Token token;
        private final Map<String, String> versions;
        private final boolean putting;

        RedisLease(Token token, Map<String, String> versions, boolean putting) {
            this.token = token;
            this.versions = versions;
            this.putting = putting;
        }

        boolean isHeldOff() {
            return versions.containsValue(Tags.HOLD);
        }

        @Override
        public boolean keepsReferences() {
            return false;
        }

        /** The tags are looked at again, since those who wait for this value began before it was to be stored. */
        @Override
        public boolean store(StoredEntry entry, long ttlMillis, Budget budget) throws StoreException {
            byte[] envelope = ((StoredEntry.Encoded) entry).envelope();
            byte[] ttl = RedisStoreSettings.ttl(ttlMillis);
            try {
                Reply<Long> ended = putting ? mark.end(budget) : waiting -> 0L;
                Reply<String> stored = token.store(versions, envelope, putting, ttl, budget);
                Reply<Boolean> kept = tags.keep(versions, ttl, budget);
                ended.await(budget);
                String word = stored.await(budget);
                boolean isInForce = kept.await(budget);
                return word.equals("stored") && isInForce;
            } catch (StoreException e) {
                token.giveBack();
                throw e;
            }
        }

        /** Redis does not know that a lease carries tags: one that is void because of them is released. */
        @Override
        public boolean stands(Budget budget) throws StoreException {
            Reply<byte @Nullable []> standing = session.send("HGET", budget, c -> c.hget(token.key, LEASE_FIELD));
            Reply<Map<String, String>> current = tags.look(versions.keySet(), budget);
            if (!token.isIn(standing.await(budget))) {
                return false;
            }
            if (versions.equals(current.await(budget))) {
                return true;
            }
            release(budget);
            return false;
        }

        @Override
        public void release(Budget budget) throws StoreException {
            token.release(budget).await(budget);
        }
    }
}
