package dev.larder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.ChildJvm.Finished;
import dev.larder.agent.fixtures.ChildJvm.Running;
import dev.larder.agent.fixtures.FaultProxy;
import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdk;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import dev.larder.agent.fixtures.RedisServer;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Methods that return what is subscribed to, in an application with a Reactor and a Mutiny of its own and the packed agent, on
 * Redis. What the application prints behind {@code =} is the same without the agent.
 */
final class SubscribedResultsIT {

    private static final String REACTOR = """
            import dev.larder.*;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.AtomicInteger;
            import org.reactivestreams.Subscription;
            import reactor.core.publisher.*;
            import reactor.core.scheduler.*;

            public class ReactorApplication {
                static final class User {
                    String name;
                    User(String name) { this.name = name; }
                    @Override public String toString() { return name; }
                }
                final AtomicInteger runs = new AtomicInteger();
                final AtomicInteger subscriptions = new AtomicInteger();

                @Cached(key = "user:{id}", ttl = 600) Mono<User> user(int id) {
                    runs.incrementAndGet();
                    return Mono.deferContextual(context -> {
                        subscriptions.incrementAndGet();
                        return Mono.just(new User(context.getOrDefault("tenant", "") + "user" + id));
                    });
                }
                @Cached(key = "users:{count}", ttl = 600) Flux<User> users(int count) {
                    runs.incrementAndGet();
                    return Flux.range(0, count).map(number -> new User("user" + number))
                            .doOnSubscribe(subscription -> subscriptions.incrementAndGet());
                }
                @Cached(key = "nobody", ttl = 600) Mono<User> nobody() { runs.incrementAndGet(); return Mono.empty(); }
                @Cached(key = "failing", ttl = 600) Mono<User> failing() {
                    runs.incrementAndGet();
                    return Mono.error(new IllegalStateException("no user"));
                }
                @Cached(key = "wrapped", ttl = 600) Mono<String> wrapped() {
                    return Mono.fromCallable(() -> {
                        throw new CompletionException(new IllegalStateException("of a step"));
                    });
                }
                @Cached(key = "slow:{id}", ttl = 600) Mono<Integer> slow(int id) {
                    return Mono.delay(Duration.ofMillis(100)).map(tick -> id);
                }
                @Cached(key = "slow", ttl = 600) Mono<String> slow() {
                    runs.incrementAndGet();
                    return Mono.delay(Duration.ofMillis(300)).map(tick -> "slow");
                }
                @Cached(key = "ticks", ttl = 600) Flux<Long> ticks() {
                    runs.incrementAndGet();
                    return Flux.interval(Duration.ofMillis(5));
                }
                @CacheEvict(key = "user:{id}") Mono<Void> drop(int id) { return Mono.delay(Duration.ofMillis(20)).then(); }
                @CacheEvict(key = "user:{id}") Flux<Integer> dropSlowly(int id) {
                    return Flux.range(0, 3).delayElements(Duration.ofMillis(5));
                }
                @CachePut(key = "user:{id}", ttl = 600) Mono<User> rename(int id, String name) {
                    return Mono.just(new User(name));
                }

                static String ended(Mono<?> mono) {
                    return mono.map(Object::toString).defaultIfEmpty("empty").onErrorResume(e -> Mono.just(e.toString()))
                            .block(Duration.ofSeconds(20));
                }
                static String oneByOne(Flux<?> flux) throws Exception {
                    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
                    CountDownLatch end = new CountDownLatch(1);
                    flux.subscribe(new BaseSubscriber<Object>() {
                        @Override protected void hookOnSubscribe(Subscription subscription) { request(1); }
                        @Override protected void hookOnNext(Object value) { seen.add(value); request(1); }
                        @Override protected void hookOnComplete() { seen.add("end"); end.countDown(); }
                    });
                    return end.await(20, TimeUnit.SECONDS) + " " + seen;
                }

                void values() throws Exception {
                    for (int i = 0; i < 2; i++) {
                        System.out.println("= " + ended(user(1)) + " " + ended(nobody()) + " " + ended(failing())
                                + ended(wrapped()));
                        System.out.println("= " + oneByOne(users(3)) + oneByOne(users(0)) + " "
                                + ended(users(3).take(2).collectList()) + ended(users(5).skip(4).next()));
                        System.out.println("= " + ended(ticks().take(3).collectList()));
                        System.out.println("= " + ended(user(1).flatMap(one -> user(2)).zipWith(slow())));
                    }
                }

                int counted(AtomicInteger count, Runnable calls) {
                    int before = count.get();
                    calls.run();
                    return count.get() - before;
                }

                void counts() throws Exception {
                    System.out.println("hits subscribe " + counted(subscriptions, () -> {
                        ended(user(1));
                        ended(users(3).collectList());
                    }) + " and run " + counted(runs, () -> {
                        ended(user(1));
                        ended(users(3).collectList());
                        ended(nobody());
                    }));
                    System.out.println("call alone runs " + counted(runs, () -> user(77)));
                    System.out.println("context " + ended(user(7).contextWrite(context -> context.put("tenant", "a's ")))
                            + ", " + ended(user(7).contextWrite(context -> context.put("tenant", "b's "))));
                    ended(drop(7));
                    System.out.println("dropped " + ended(user(7)));
                    System.out.println("put " + ended(rename(7, "other")) + " " + ended(user(7)));
                    ended(dropSlowly(7).collectList());
                    System.out.println("dropped slowly " + ended(user(7)));
                    System.out.println("failures run " + counted(runs, () -> { ended(failing()); ended(failing()); }));
                    System.out.println("one load for " + counted(runs, () -> ended(Flux.range(0, 20)
                            .flatMap(number -> users(50).collectList().subscribeOn(Schedulers.parallel())).count())));
                    String thread = ended(user(11).map(user -> Thread.currentThread().getName()));
                    String ofFlux = ended(users(11).map(user -> Thread.currentThread().getName()).last());
                    System.out.println("subscriber on Larder's threads " + (thread + ofFlux).contains("larder-"));
                    List<Throwable> dropped = new CopyOnWriteArrayList<>();
                    Hooks.onErrorDropped(dropped::add);
                    slow(1).subscribe().dispose();
                    System.out.println("left " + ended(slow(1)) + dropped);
                    User first = user(12).block();
                    first.name = "changed";
                    System.out.println("copy " + ended(user(12)));
                }

                /** While Redis does not answer. */
                void held() throws Exception {
                    System.out.println("ready");
                    System.in.read();
                    CompletableFuture<String> monos = new CompletableFuture<>();
                    CompletableFuture<String> fluxes = new CompletableFuture<>();
                    CompletableFuture<String> returned = new CompletableFuture<>();
                    Schedulers.parallel().schedule(() -> {
                        user(99).subscribe(user -> monos.complete(user.name), monos::completeExceptionally);
                        users(9).collectList().subscribe(all -> fluxes.complete("" + all.size()), fluxes::completeExceptionally);
                        returned.complete(Schedulers.isInNonBlockingThread() + " " + monos.isDone() + fluxes.isDone());
                    });
                    System.out.println("held " + returned.get(20, TimeUnit.SECONDS));
                    System.out.println("then " + monos.get(20, TimeUnit.SECONDS) + " " + fluxes.get(20, TimeUnit.SECONDS));
                }

                public static void main(String[] args) throws Exception {
                    ReactorApplication a = new ReactorApplication();
                    if (!args[0].equals("plain")) {
                        dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() == Mode.REDIS);
                    }
                    switch (args[0]) {
                        case "reader" -> System.out.println(ended(user(a, 1)) + ended(a.users(3).collectList()) + a.runs);
                        case "held" -> a.held();
                        default -> {
                            a.values();
                            if (!args[0].equals("plain")) {
                                a.counts();
                            }
                        }
                    }
                    System.exit(0);
                }
                static Mono<User> user(ReactorApplication a, int id) { return a.user(id); }
            }
            """;

    private static final String MUTINY = """
            import dev.larder.*;
            import io.smallrye.mutiny.*;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.AtomicInteger;

            public class MutinyApplication {
                final AtomicInteger runs = new AtomicInteger();
                final AtomicInteger subscriptions = new AtomicInteger();

                @Cached(key = "name:{id}", ttl = 600) Uni<List<String>> names(int id) {
                    runs.incrementAndGet();
                    return Uni.createFrom().context(context -> {
                        subscriptions.incrementAndGet();
                        return Uni.createFrom().item(new ArrayList<>(List.of(context.getOrElse("tenant", () -> "") + "name" + id)));
                    });
                }
                @Cached(key = "nobody", ttl = 600) Uni<String> nobody() { runs.incrementAndGet(); return Uni.createFrom().nullItem(); }
                @Cached(key = "failing", ttl = 600) Uni<String> failing() {
                    runs.incrementAndGet();
                    return Uni.createFrom().failure(new IllegalStateException("no name"));
                }
                @Cached(key = "wrapped", ttl = 600) Uni<String> wrapped() {
                    return Uni.createFrom().failure(new CompletionException(new IllegalStateException("of a step")));
                }
                @Cached(key = "slow:{id}", ttl = 600) Uni<Integer> slow(int id) {
                    return Uni.createFrom().item(id).onItem().delayIt().by(Duration.ofMillis(100));
                }
                @Cached(key = "slow", ttl = 600) Uni<String> slow() {
                    runs.incrementAndGet();
                    return Uni.createFrom().item("slow").onItem().delayIt().by(Duration.ofMillis(300));
                }
                @CacheEvict(key = "name:{id}") Uni<Void> drop(int id) {
                    return Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(20));
                }
                @CachePut(key = "name:{id}", ttl = 600) Uni<List<String>> rename(int id, String name) {
                    return Uni.createFrom().item(List.of(name));
                }

                static String ended(Uni<?> uni) {
                    return uni.onItem().transform(String::valueOf).onFailure().recoverWithItem(Throwable::toString)
                            .await().atMost(Duration.ofSeconds(20));
                }

                void values() {
                    for (int i = 0; i < 2; i++) {
                        System.out.println("= " + ended(names(1)) + " " + ended(nobody()) + " " + ended(failing()) + ended(slow())
                                + ended(wrapped()));
                    }
                }

                int counted(AtomicInteger count, Runnable calls) {
                    int before = count.get();
                    calls.run();
                    return count.get() - before;
                }

                void counts() {
                    System.out.println("hits subscribe " + counted(subscriptions, () -> ended(names(1))) + " and run "
                            + counted(runs, () -> { ended(names(1)); ended(nobody()); ended(slow()); }));
                    System.out.println("call alone runs " + counted(runs, () -> names(77)));
                    Context tenant = Context.of("tenant", "a's ");
                    System.out.println("context " + names(7).awaitUsing(tenant).indefinitely() + ended(names(7)));
                    ended(drop(7));
                    System.out.println("dropped " + ended(names(7)));
                    System.out.println("put " + ended(rename(7, "other")) + ended(names(7)));
                    System.out.println("failures run " + counted(runs, () -> { ended(failing()); ended(failing()); }));
                    List<Uni<List<String>>> all = new ArrayList<>();
                    for (int i = 0; i < 20; i++) {
                        all.add(names(8));
                    }
                    System.out.println("one load for " + counted(runs, () -> ended(Uni.join().all(all).andFailFast())));
                    List<Throwable> dropped = new CopyOnWriteArrayList<>();
                    io.smallrye.mutiny.infrastructure.Infrastructure.setDroppedExceptionHandler(dropped::add);
                    slow(1).subscribe().with(value -> {}).cancel();
                    System.out.println("left " + ended(slow(1)) + dropped);
                }

                public static void main(String[] args) throws Exception {
                    MutinyApplication a = new MutinyApplication();
                    if (!args[0].equals("plain")) {
                        dev.larder.agent.apps.Awaiting.until(() -> Larder.mode() == Mode.REDIS);
                    }
                    a.values();
                    if (!args[0].equals("plain")) {
                        a.counts();
                    }
                    System.exit(0);
                }
            }
            """;

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() throws Exception {
        List<Path> libraries = new ArrayList<>(libraries());
        libraries.add(PackedAgent.annotations());
        classes = Javac.compile(
                Jdks.oldest(),
                17,
                directory.resolve("classes"),
                Map.of("ReactorApplication", REACTOR, "MutinyApplication", MUTINY),
                "-parameters",
                "-cp",
                libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }

    static List<Jdk> jdks() {
        return Jdks.all();
    }

    private static List<Path> libraries() {
        Path directory = PackedAgent.jar().resolveSibling("reactive");
        return Stream.of("reactor-core", "reactive-streams", "mutiny", "jctools-core", "smallrye-common-annotation")
                .map(name -> directory.resolve(name + ".jar"))
                .toList();
    }

    private static ChildJvm application(Jdk jdk) {
        List<Path> path = new ArrayList<>(List.of(classes, PackedAgent.annotations()));
        path.addAll(libraries());
        return ChildJvm.on(jdk).briefly().classPath(path.toArray(Path[]::new));
    }

    private static Finished run(Jdk jdk, RedisServer redis, String main, String what) throws Exception {
        Finished run = application(jdk)
                .agent(PackedAgent.jar())
                .environment("REDIS_URL", redis.url())
                .environment("LARDER_REDIS_TIMEOUT", "5s") // of a machine with other work to do
                .main(main, what)
                .run();
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        assertThat(run.complaints()).isEmpty();
        return run;
    }

    /** What both runs print. */
    private static List<String> values(Finished run) {
        return run.stdout().lines().filter(line -> line.startsWith("=")).toList();
    }

    private static List<String> counts(Finished run) {
        return run.stdout().lines().filter(line -> !line.startsWith("=")).toList();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void monosAndFluxes_areCachedByTheirValue(Jdk jdk) throws Exception {
        Finished plain = application(jdk).main("ReactorApplication", "plain").run();
        assertThat(values(plain)).as(plain.stderr()).hasSize(8);
        try (RedisServer redis = RedisServer.start()) {
            Finished run = run(jdk, redis, "ReactorApplication", "all");

            assertThat(values(run)).isEqualTo(values(plain));
            assertThat(counts(run))
                    .containsExactly(
                            "hits subscribe 0 and run 0",
                            "call alone runs 0",
                            "context a's user7, a's user7",
                            "dropped user7",
                            "put other other",
                            "dropped slowly user7",
                            "failures run 2",
                            "one load for 1",
                            "subscriber on Larder's threads false",
                            "left 1[]",
                            "copy user12");
            assertThat(run(jdk, redis, "ReactorApplication", "reader").stdout())
                    .isEqualToIgnoringNewLines("user1[user0, user1, user2]0");
        }
    }

    /** An event loop that waited for Redis would stand still with all that it serves. */
    @ParameterizedTest
    @MethodSource("jdks")
    void whoSubscribes_doesNotWaitForRedis(Jdk jdk) throws Exception {
        try (RedisServer redis = RedisServer.start();
                FaultProxy proxy = FaultProxy.to(redis.port());
                Running run = application(jdk)
                        .agent(PackedAgent.jar())
                        .environment("REDIS_URL", proxy.url())
                        .environment("LARDER_REDIS_TIMEOUT", "10s")
                        .main("ReactorApplication", "held")
                        .start()) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> run.stdout()
                    .contains("ready"));
            proxy.hold(FaultProxy.Direction.TO_CLIENT);
            run.tell("go");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> run.stdout()
                    .contains("held"));
            proxy.heal();
            assertThat(run.await().stdout().lines()).contains("held true falsefalse", "then user99 9");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void unis_areCachedByTheirValue(Jdk jdk) throws Exception {
        Finished plain = application(jdk).main("MutinyApplication", "plain").run();
        assertThat(values(plain)).as(plain.stderr()).hasSize(2);
        try (RedisServer redis = RedisServer.start()) {
            Finished run = run(jdk, redis, "MutinyApplication", "all");

            assertThat(values(run)).isEqualTo(values(plain));
            assertThat(counts(run))
                    .containsExactly(
                            "hits subscribe 0 and run 0",
                            "call alone runs 0",
                            "context [a's name7][a's name7]",
                            "dropped [name7]",
                            "put [other][other]",
                            "failures run 2",
                            "one load for 1",
                            "left 1[]");
        }
    }
}
