package dev.larder.agent.core.store.redis;

import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.Lease;
import dev.larder.agent.core.store.PendingStore;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.StoredEntry;
import dev.larder.agent.core.store.StoresTogether;
import dev.larder.agent.core.store.Turn;
import dev.larder.agent.core.store.WriteMark;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.command.Reply;
import dev.larder.agent.core.store.redis.command.Script;
import dev.larder.agent.core.store.redis.command.ScriptReply;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.wait.Budget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leases of entries: granted to loaders, taken over by writers.
 *
 * <p>The versions of an entry's tags are read together with the claim, before its loader reads anything. A tag that is
 * evicted later has another version by the time of the store, or none, so the loaded value is not stored.
 *
 * <p><b>Late commands.</b> Redis may carry out a command late, after its caller has given up. A late claim leaves a
 * lease that no load uses; the release after it removes that. A late take-over costs others a load. A late store finds
 * another lease or none, unless nothing was evicted or written since. A late release finds another token.
 *
 * <p><b>Threads.</b> Thread-safe.
 */
final class Leases {

    private static final byte[] LEASE_FIELD = Bytes.of("lease");
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] OVER_AT_ONCE = Bytes.of(0);
    private static final byte[] NEWER_THAN_ALL = Bytes.of("all");
    private static final byte[] ONE_OF_SEVERAL = Bytes.of("one");

    /** How often one claim may find an entry that is void because of its tags, each time another one. */
    private static final int MAX_LOOKS = 3;

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final Tags tags;
    private final Mark mark;
    private final Notices notices;

    Leases(RedisSession session, RedisStoreSettings settings, Tags tags, Mark mark, Notices notices) {
        this.session = session;
        this.settings = settings;
        this.tags = tags;
        this.mark = mark;
        this.notices = notices;
    }

    /** What a lease is for. {@code entry.lua} says which of them wait for each other. */
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

    /**
     * Returns the value that is there, or else a lease. A lease for another purpose than a load is for a put, and is
     * held off only while a tag is.
     */
    Claim claim(EntryId id, Purpose purpose, Budget budget) throws StoreException {
        byte[] voided = NOTHING;
        for (int looks = 0; looks < MAX_LOOKS; looks++) {
            Token token = new Token(id, purpose);
            try {
                Reply<Map<String, String>> begun = tags.begin(id.tags(), budget);
                ScriptReply<List<?>> claimed = token.claim(voided, budget);
                Notices.Check check = purpose == Purpose.LOAD ? notices.check(id, budget) : Notices.UNCHECKED;
                Map<String, String> versions = begun.await(budget);
                List<?> answer = claimed.await(budget);
                check.await(budget);
                if (word(answer).equals("granted")) {
                    return granted(token, versions, check, check.covers(claimed.wasRepeated(), budget));
                }
                if (!word(answer).equals("found")) {
                    return denied(answer, versions);
                }
                byte[] stored = (byte[]) answer.get(1);
                Map<String, String> carried = ValueFormat.tags(stored);
                if (Tags.admit(carried, id.tags(), tags.lookForMore(carried.keySet(), versions, budget))) {
                    return new Claim.Found(new StoredEntry.Encoded(ValueFormat.envelope(stored)));
                }
                voided = ValueFormat.head(stored);
            } catch (StoreException | RuntimeException e) {
                token.giveBack();
                throw e;
            }
        }
        return new Claim.Held(1); // others store it and evict its tags again and again
    }

    /** @param versions of the tags of the token's entry */
    Claim granted(Token token, Map<String, String> versions, Notices.Check check, boolean isCovered) {
        RedisLease lease = new RedisLease(token, versions, token.purpose != Purpose.LOAD, check);
        if (lease.isHeldOff()) {
            lease.token.giveBack();
            return new Claim.HeldOff();
        }
        if (isCovered) {
            lease.token.giveBack();
            return new Claim.Unstored();
        }
        return new Claim.Granted(lease);
    }

    static Claim denied(List<?> answer, Map<String, String> versions) {
        boolean isHeld = word(answer).equals("held") && !versions.containsValue(Tags.HOLD);
        return isHeld ? new Claim.Held((long) answer.get(1)) : new Claim.HeldOff();
    }

    static String word(List<?> answer) {
        return Bytes.text((byte[]) answer.get(0));
    }

    @Nullable
    Lease takeOver(EntryId id, @Nullable WriteMark since, Budget budget) throws StoreException {
        return takeOverAll(List.of(id), since, budget).get(id);
    }

    /** All in one round trip. */
    Map<EntryId, Lease> takeOverAll(List<EntryId> ids, @Nullable WriteMark since, Budget budget) throws StoreException {
        if (since != null && !mark.canBeKept(since)) {
            return Map.of();
        }
        List<Taken> all = new ArrayList<>(ids.size());
        ids.forEach(id -> all.add(new Taken(new Token(id, Purpose.TAKE))));
        try {
            Set<String> named = new LinkedHashSet<>();
            ids.forEach(id -> named.addAll(id.tags()));
            Reply<Map<String, String>> begun = tags.begin(named, budget);
            for (Taken each : all) {
                each.send(budget);
            }
            Reply<Boolean> asked = since == null ? waiting -> true : mark.isKept(since, budget);
            Map<String, String> versions = begun.await(budget);
            boolean wasRepeated = false;
            ScriptReply.settleAll(all.stream().map(Taken::sent).toList(), budget);
            for (Taken each : all) {
                each.lookAfterIt(budget);
            }
            for (Taken each : all) {
                wasRepeated |= each.await(budget);
            }
            boolean kept = asked.await(budget);
            if (kept && since != null && wasRepeated) {
                kept = mark.isKept(since, budget).await(budget); // the first answer is older than the leases
            }
            Map<EntryId, Lease> leases = new HashMap<>();
            for (Taken each : all) {
                RedisLease lease = each.lease(versions, budget);
                if (kept && lease != null) {
                    leases.put(each.token.id, lease);
                }
            }
            return leases;
        } catch (StoreException | RuntimeException e) {
            all.forEach(each -> each.token.giveBack());
            throw e;
        }
    }

    /** Releases leases of this store without waiting. */
    static void giveBack(Collection<Lease> leases) {
        leases.forEach(lease -> ((RedisLease) lease).token.giveBack());
    }

    /** A take-over on its way. */
    private final class Taken {

        private final Token token;
        private @Nullable ScriptReply<String> taken;
        private Notices.Check check = Notices.UNCHECKED;

        Taken(Token token) {
            this.token = token;
        }

        void send(Budget budget) throws StoreException {
            taken = token.take(OVER_AT_ONCE, budget);
            check = notices.check(token.id, budget);
        }

        ScriptReply<String> sent() {
            return Objects.requireNonNull(taken);
        }

        void lookAfterIt(Budget budget) throws StoreException {
            check = notices.again(check, token.id, sent().wasRepeated(), budget);
        }

        /** Whether it was sent again. */
        boolean await(Budget budget) throws StoreException {
            sent().await(budget);
            check.await(budget);
            return sent().wasRepeated();
        }

        /** Null if nothing could be stored under it. */
        @Nullable
        RedisLease lease(Map<String, String> versions, Budget budget) throws StoreException {
            boolean isCovered = check.covers(false, budget);
            RedisLease lease = new RedisLease(token, Tags.only(token.id.tags(), versions), true, check);
            return isCovered || lease.isHeldOff() ? null : lease;
        }
    }

    /**
     * How long a value lives, as the scripts take it.
     *
     * @param ttl until it is stale
     * @param stale how long it stays after that
     * @param last both together
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Ends(byte[] ttl, byte[] stale, byte[] last) {

        static Ends of(long ttlMillis, long staleMillis) {
            long ttl = Math.min(ttlMillis, RedisStoreSettings.MAX_TTL_MILLIS);
            long stale = Math.min(staleMillis, RedisStoreSettings.MAX_TTL_MILLIS);
            return new Ends(Bytes.of(ttl), Bytes.of(stale), Bytes.of(ttl + stale));
        }
    }

    /** A requested lease. Confined to the thread that requests it. */
    final class Token {

        private final EntryId id;
        private final Purpose purpose;
        private final byte[] key;
        private final byte[] bytes;
        private boolean isSent;

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

        /**
         * Sends the claim of the lease. It is granted unless there is a value that does not begin with {@code
         * voided}.
         */
        ScriptReply<List<?>> claim(byte[] voided, Budget budget) throws StoreException {
            ScriptReply<List<?>> claimed = session.runForList(
                    Script.CLAIM,
                    budget,
                    key,
                    ValueFormat.fieldOf(id),
                    bytes,
                    settings.leaseMillis(),
                    settings.leaseMemoryMillis(),
                    voided,
                    purpose.word(),
                    owner());
            isSent = true;
            return claimed;
        }

        /** Sends the take-over of the lease; the answer {@code taken} confirms it. */
        ScriptReply<String> take(byte[] leaseMillis, Budget budget) throws StoreException {
            ScriptReply<String> taken = session.run(
                    Script.TAKE, budget, key, bytes, leaseMillis, settings.leaseMemoryMillis(), purpose.word());
            isSent = true;
            return taken;
        }

        /**
         * Sends the store under the lease; the answer {@code stored} confirms it.
         *
         * @param versions of the entry's tags, from before the value was read or made
         * @param replacing whether the value is newer than all other versions
         */
        Reply<String> store(Map<String, String> versions, byte[] envelope, boolean replacing, Ends ends, Budget budget)
                throws StoreException {
            return session.run(Script.STORE, budget, key, toStore(versions, envelope, replacing, ends));
        }

        /** As {@link #store}, for one of several values, without waiting for the answer. */
        void postStore(Map<String, String> versions, byte[] envelope, Ends ends) {
            session.post(Script.STORE, key, toStore(versions, envelope, false, ends));
        }

        private byte[][] toStore(Map<String, String> versions, byte[] envelope, boolean replacing, Ends ends) {
            return new byte[][] {
                ValueFormat.fieldOf(id),
                bytes,
                ends.ttl(),
                ValueFormat.write(versions),
                envelope,
                replacing ? NEWER_THAN_ALL : ONE_OF_SEVERAL,
                owner(),
                ValueFormat.write(Turn.newVersion()),
                ends.stale()
            };
        }

        private byte[] owner() {
            return ValueFormat.write(settings.keys().ownerOf(id));
        }

        /** Whether {@code field}, which holds a token and its end, holds this one. */
        boolean isIn(byte @Nullable [] field) {
            return field != null && Bytes.text(field).startsWith(Bytes.text(bytes) + ":");
        }

        Reply<String> release(Budget budget) throws StoreException {
            return session.run(Script.RELEASE, budget, key, bytes);
        }

        /**
         * Releases the lease without waiting. A lease that no load uses would keep all others waiting for as long as
         * it lasts. If no command was sent, there is none.
         */
        void giveBack() {
            if (!isSent) {
                return;
            }
            session.post(Script.RELEASE, key, bytes);
        }
    }

    /** Knows its token. Only Redis knows whether it is still valid. */
    private final class RedisLease implements Lease {

        private final Token token;
        private final Map<String, String> versions;
        private final boolean putting;
        private final Notices.Check check;

        RedisLease(Token token, Map<String, String> versions, boolean putting, Notices.Check check) {
            this.token = token;
            this.versions = versions;
            this.putting = putting;
            this.check = check;
        }

        boolean isHeldOff() {
            return versions.containsValue(Tags.HOLD);
        }

        @Override
        public boolean keepsReferences() {
            return false;
        }

        /**
         * Checks the tags again: callers that wait for this value began before the store.
         *
         * <p>If the call has no time left, a loaded value is sent and the answer not awaited. Redis has granted the lease
         * in this call, so it answers; and if the value were dropped, every later caller would load it again.
         */
        @Override
        public boolean store(StoredEntry entry, long ttlMillis, long staleMillis, Budget budget) throws StoreException {
            StoresTogether alone = new StoresTogether();
            PendingStore pending = startStore(entry, ttlMillis, staleMillis, alone, budget);
            alone.send(budget);
            return pending.await(budget);
        }

        @Override
        public PendingStore startStore(
                StoredEntry entry, long ttlMillis, long staleMillis, StoresTogether together, Budget budget)
                throws StoreException {
            byte[] envelope = ((StoredEntry.Encoded) entry).envelope();
            Ends ends = Ends.of(ttlMillis, staleMillis);
            try {
                if (!check.isPassed(budget)) {
                    token.giveBack();
                    return waiting -> false;
                }
                if (budget.isSpent() && !putting) {
                    token.postStore(versions, envelope, ends);
                    throw new StoreException("STORE was sent without waiting: the call has no time left to wait", null);
                }
                Reply<Long> ended = putting ? mark.end(budget) : waiting -> 0L;
                Reply<String> stored = token.store(versions, envelope, putting, ends, budget);
                Tags.Keeping keeping = together.of(Leases.this, Tags.Keeping.class, () -> new Tags.Keeping(tags));
                keeping.add(versions, ttlMillis + staleMillis);
                Reply<Boolean> kept = waiting -> keeping.areKept(versions, waiting);
                return waiting -> isStored(ended, stored, kept, waiting);
            } catch (StoreException | RuntimeException e) {
                token.giveBack();
                throw e;
            }
        }

        private boolean isStored(Reply<Long> ended, Reply<String> stored, Reply<Boolean> kept, Budget budget)
                throws StoreException {
            try {
                ended.await(budget);
                String word = stored.await(budget);
                boolean isInForce = kept.await(budget);
                return word.equals("stored") && isInForce;
            } catch (StoreException | RuntimeException e) {
                token.giveBack();
                throw e;
            }
        }

        /** In Redis neither tags nor notices remove a lease. So a lease that they void is released here. */
        @Override
        public boolean stands(Budget budget) throws StoreException {
            Reply<byte @Nullable []> standing = session.send("HGET", budget, c -> c.hget(token.key, LEASE_FIELD));
            Reply<Map<String, String>> current = tags.look(versions.keySet(), budget);
            Reply<Boolean> inSequence = session.inSequence(budget);
            boolean stands = token.isIn(standing.await(budget));
            boolean inForce = versions.equals(current.await(budget)) && check.isPassed(budget);
            inSequence.await(budget);
            if (!stands) {
                return false;
            }
            if (inForce) {
                return true;
            }
            release(budget);
            return false;
        }

        /** Sent also if the call has no time left to wait: all other loaders would wait until the lease expires. */
        @Override
        public void release(Budget budget) throws StoreException {
            if (budget.isSpent()) {
                token.giveBack();
            } else {
                token.release(budget).await(budget);
            }
        }
    }
}
