package dev.larder.agent.core.store.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.larder.agent.core.store.EntryId;
import dev.larder.agent.core.store.StoreException;
import dev.larder.agent.core.store.memory.NearCopies;
import dev.larder.agent.core.store.redis.command.RedisSession;
import dev.larder.agent.core.store.redis.connection.Bytes;
import dev.larder.agent.core.store.redis.connection.Faults;
import dev.larder.agent.core.store.remote.Telling;
import dev.larder.agent.core.wait.Budget;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads of which this process keeps copies, or the value as it is for the time when Redis is away. Redis tells when what they have
 * read changes.
 *
 * <p><b>Shape.</b> {@code CLIENT TRACKING ON OPTIN} on each connection, once the first such read has come. From then on {@code
 * CLIENT CACHING YES} before each command that reads a value or the version of a tag. Redis then sends the name of the key when that
 * changes, expires, or is dropped for room, once, and on the same connection. It also sends names of which there are no copies any more.
 *
 * <p><b>Why the same connection:</b> the answers that prove it alive prove that every message before them has been read. A
 * message on another connection could be late for as long as that is stuck, and nothing would show it.
 *
 * <p><b>Order.</b> {@code CLIENT CACHING YES} holds for the next command of the connection, whoever sends it. So the I/O thread
 * sends both, without another command in between. Lettuce hands messages to their listener on that thread, in the order in
 * which they and the answers arrive. Yet no copy depends on it: see {@link NearCopies}.
 *
 * <p><b>Threads.</b> Thread-safe. {@link #told} runs on the I/O thread.
 *
 * <p><b>Failure.</b> Where Redis, or a proxy before it, cannot tell of changes, reads keep no copies. One WARN says so to methods that
 * want copies; one line says that memory will begin empty.
 */
final class NearReads {

    private static final String INVALIDATE = "invalidate";
    private static final long PROBE_MILLIS = 1_000;
    private static final long ASK_AGAIN_NANOS = 1_000_000_000;

    private enum State {
        UNASKED,
        ASKING,
        TELLING,
        REFUSED
    }

    private final RedisSession session;
    private final RedisStoreSettings settings;
    private final NearCopies copies;
    private final AtomicReference<State> state = new AtomicReference<>(State.UNASKED);
    private final byte[] probe;

    /** Written and read on the I/O thread. */
    private boolean isProbeTold;

    /** Published to those who may ask again; 0 before the first time. */
    private volatile long askedNanos;

    /** Why Redis does not tell; published with the state. */
    private String refusal = "";

    @GuardedBy("this")
    private String version = "";

    NearReads(RedisSession session, RedisStoreSettings settings) {
        this.session = session;
        this.settings = settings;
        this.copies = settings.copies().get();
        if (session.isCluster()) {
            copies.comeFromSeveral();
        }
        this.probe = settings.keys()
                .tagKeyOf("larder-near-" + Bytes.text(settings.tokens().next()));
    }

    NearCopies copies() {
        return copies;
    }

    /** Whether copies can be kept. Asks for what they need, if nobody has. */
    Telling telling(Budget budget) {
        State now = state.get();
        if (now == State.REFUSED) {
            return Telling.NEVER;
        }
        if (now == State.TELLING) {
            return copies.areTrusted() ? Telling.YES : Telling.NOT_YET;
        }
        askToTell(budget);
        return Telling.NOT_YET;
    }

    /** For a value that is about to be asked for; null if nothing of it is to be kept. */
    NearCopies.@Nullable Filling begin(EntryId id, Budget budget) {
        if (!id.near() && !copies.isWanted(id)) {
            return null;
        }
        State now = state.get();
        if (now == State.TELLING) {
            return copies.begin(id);
        }
        if (now == State.REFUSED && id.near()) {
            settings.onUntold().accept(refusal);
        }
        askToTell(budget);
        return null;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what it completes says what comes of it
    private void askToTell(Budget budget) {
        long nowNanos = settings.ticker().nanoTime();
        boolean isSoon = askedNanos != 0 && nowNanos - askedNanos < ASK_AGAIN_NANOS;
        if (isSoon || !state.compareAndSet(State.UNASKED, State.ASKING)) {
            return;
        }
        askedNanos = nowNanos;
        try {
            session.whenPushed(this::told);
            List<CompletableFuture<String>> answers = new ArrayList<>();
            for (RedisClusterAsyncCommands<byte[], byte[]> server : session.servers(budget)) {
                answers.add(
                        server.clientTracking(new TrackingArgs().enabled(true).optin())
                                .toCompletableFuture());
            }
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).whenComplete((done, failure) -> {
                if (failure == null) {
                    session.inOneGo(probe, this::probe);
                } else {
                    refuse(failure);
                }
            });
        } catch (StoreException | RuntimeException e) {
            state.set(State.UNASKED);
        }
    }

    /** Changes a key that it has read: a proxy may take the commands and keep the messages. */
    @SuppressWarnings("FutureReturnValueIgnored") // as above
    private void probe(@Nullable RedisClusterAsyncCommands<byte[], byte[]> server) {
        if (server == null) {
            state.set(State.UNASKED);
            return;
        }
        try {
            beginProbe(server);
        } catch (RuntimeException unsent) {
            state.set(State.UNASKED);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // as above
    private void beginProbe(RedisClusterAsyncCommands<byte[], byte[]> server) {
        isProbeTold = false;
        RedisFuture<String> caching = server.clientCaching(true);
        RedisFuture<byte[]> read = server.get(probe);
        RedisFuture<String> written = server.set(probe, Bytes.of("1"), SetArgs.Builder.px(PROBE_MILLIS));
        CompletableFuture<?> sent = CompletableFuture.allOf(
                caching.toCompletableFuture(), read.toCompletableFuture(), written.toCompletableFuture());
        server.ping().whenComplete((pong, failure) -> {
            if (failure != null || sent.isCompletedExceptionally()) {
                sent.whenComplete((done, fault) -> refuse(failure == null ? fault : failure));
            } else if (isProbeTold) {
                state.set(State.TELLING);
            } else {
                refuse("it does not say that a key has changed, or what is between does not pass that on");
            }
        });
    }

    private void refuse(@Nullable Throwable failure) {
        if (failure != null && Faults.isAnswer(failure)) {
            refuse(Faults.describe(failure));
        } else {
            state.set(State.UNASKED); // the connection has ended, or will be asked again
        }
    }

    private void refuse(String reason) {
        refusal = reason;
        state.set(State.REFUSED);
        settings.onNoStandby().accept(reason);
    }

    /** Never throws. */
    private void told(PushMessage message) {
        try {
            if (message.getType().equals(INVALIDATE)) {
                List<Object> content = message.getContent();
                if (content.size() > 1 && content.get(1) instanceof List<?> keys) {
                    keys.forEach(key -> changed((ByteBuffer) key));
                } else {
                    copies.changedAll(); // after FLUSHALL or FLUSHDB there are no names
                }
            }
        } catch (Throwable unread) {
            copies.changedAll();
        }
    }

    private void changed(ByteBuffer name) {
        byte[] bytes = new byte[name.remaining()];
        name.duplicate().get(bytes);
        String redisKey = Bytes.text(bytes);
        String key = settings.keys().entryOf(redisKey);
        String tag = settings.keys().tagOf(redisKey);
        if (key != null) {
            copies.changed(key);
        } else if (tag != null) {
            isProbeTold |= Arrays.equals(bytes, probe);
            copies.changedTag(tag);
        }
    }

    /** Reads for {@code filling}, which is kept only if Redis will tell of changes of all that was read. */
    CompletionStage<Lookups.Sighting> read(EntryId id, NearCopies.Filling filling) {
        Watched watched = new Watched(filling);
        byte[] key = settings.keys().keyOf(id.key());
        byte[] field = ValueFormat.fieldOf(id);
        Map<String, CompletableFuture<byte[]>> versions = new LinkedHashMap<>();
        for (String tag : id.tags()) {
            byte[] tagKey = settings.keys().tagKeyOf(tag);
            versions.computeIfAbsent(tag, t -> watched.ask(tagKey, c -> c.get(tagKey)));
        }
        CompletableFuture<byte[]> value = watched.ask(key, c -> c.hget(key, field));
        return CompletableFuture.allOf(versions.values().toArray(CompletableFuture[]::new))
                .thenCombine(
                        value,
                        (done, stored) -> new Lookups.Sighting(stored, Lookups.answersOf(versions), watched.filling()));
    }

    /** The commands of one read. */
    private final class Watched {

        private final NearCopies.Filling filling;

        /** Published to the thread that has the last answer. */
        private volatile boolean isTold = true;

        Watched(NearCopies.Filling filling) {
            this.filling = filling;
        }

        NearCopies.@Nullable Filling filling() {
            return isTold ? filling : null;
        }

        CompletableFuture<byte[]> ask(
                byte[] key, Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<byte[]>> command) {
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            session.inOneGo(key, server -> {
                try {
                    CompletableFuture<String> caching = server == null
                            ? CompletableFuture.failedFuture(new IllegalStateException("a new server"))
                            : server.clientCaching(true).toCompletableFuture();
                    Lookups.ofItsType(command.apply(server == null ? session.commands() : server))
                            .whenComplete((read, failure) -> {
                                if (!caching.isDone() || caching.isCompletedExceptionally()) {
                                    isTold = false;
                                    copies.changedAll(); // of the earlier ones, too, nobody may tell
                                    state.compareAndSet(State.TELLING, State.UNASKED);
                                }
                                complete(answer, command, read, failure);
                            });
                } catch (Throwable unsent) { // whoever waits finds out
                    answer.completeExceptionally(unsent);
                }
            });
            return answer;
        }

        /** A server that does not have the key any more says who has it; the map of the servers follows that. */
        private void complete(
                CompletableFuture<byte[]> answer,
                Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<byte[]>> command,
                byte @Nullable [] read,
                @Nullable Throwable failure) {
            if (failure == null) {
                answer.complete(read);
            } else if (session.isCluster() && Faults.isAnswer(failure)) {
                isTold = false;
                copies.changedAll();
                Lookups.ofItsType(command.apply(session.commands())).whenComplete((again, fault) -> {
                    if (fault == null) {
                        answer.complete(again);
                    } else {
                        answer.completeExceptionally(fault);
                    }
                });
            } else {
                answer.completeExceptionally(failure);
            }
        }
    }

    /** The connection was checked: it has answered what was sent then, and the namespace has this version. */
    synchronized void checked(long sentNanos, String namespaceVersion) {
        if (!namespaceVersion.equals(version)) {
            copies.changedAll();
            version = namespaceVersion;
        }
        copies.proved(sentNanos);
    }
}
