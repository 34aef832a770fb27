package dev.larder.agent.apps;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Methods that return futures, on Redis. Writes what their callers see; with an argument as one who finds it stored. */
public final class LaterApp {

    /** A value that can be changed. */
    public static final class Parcel {
        String name;
        List<Integer> weights;

        Parcel(String name, List<Integer> weights) {
            this.name = name;
            this.weights = weights;
        }

        @Override
        public String toString() {
            return name + weights;
        }
    }

    interface Parcels {
        @Cached(key = "parcels:{0}", ttl = 600)
        CompletionStage<List<Parcel>> ofTown(String town);

        @CacheEvict(key = "parcels:{0}")
        CompletableFuture<Void> clear(String town);

        @CachePut(key = "parcels:{0}", ttl = 600)
        CompletableFuture<List<Parcel>> put(String town, String name);
    }

    static final class Service implements Parcels {
        final AtomicInteger runs = new AtomicInteger();
        private final ExecutorService works = Executors.newFixedThreadPool(2, LaterApp::daemon);

        @Override
        public CompletionStage<List<Parcel>> ofTown(String town) {
            int run = runs.incrementAndGet();
            return CompletableFuture.supplyAsync(() -> parcels(town + " of run " + run), works);
        }

        @Override
        public CompletableFuture<Void> clear(String town) {
            return CompletableFuture.runAsync(() -> {}, works);
        }

        @Override
        public CompletableFuture<List<Parcel>> put(String town, String name) {
            return CompletableFuture.supplyAsync(() -> parcels(name), works);
        }

        private static List<Parcel> parcels(String name) {
            return new ArrayList<>(List.of(new Parcel(name, new ArrayList<>(List.of(1, 2)))));
        }

        @Cached(key = "parcel:none", ttl = 600)
        CompletableFuture<Parcel> none() {
            runs.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        }

        @Cached(key = "parcel:failing", ttl = 600)
        CompletableFuture<Parcel> failing() {
            int run = runs.incrementAndGet();
            return CompletableFuture.supplyAsync(() -> {
                throw new IllegalStateException("run " + run);
            });
        }
    }

    private LaterApp() {}

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    public static void main(String[] args) throws Exception {
        Service service = new Service(); // the stores start when its class is there
        RedisMode.await();
        if (args.length > 0) {
            System.out.println(soon(service.ofTown("Bern")) + " " + soon(service.none()) + " " + service.runs);
            return;
        }
        List<Parcel> loaded = soon(service.ofTown("Bern"));
        loaded.get(0).name = "changed by its caller";
        List<Parcel> found = soon(service.ofTown("Bern"));
        System.out.println("found " + found + " " + found.getClass().getName());
        System.out.println("nothing " + soon(service.none()) + " " + soon(service.none()) + " of run " + service.runs);

        soon(service.clear("Bern"));
        System.out.println("evicted " + soon(service.ofTown("Bern")));
        soon(service.put("Bern", "put"));
        System.out.println("put " + soon(service.ofTown("Bern")));
        System.out.println("failing " + failure(service) + ", " + failure(service));

        CompletableFuture<Integer> onVirtual = new CompletableFuture<>();
        startVirtual(() -> {
            try {
                int before = service.runs.get();
                List<CompletableFuture<List<Parcel>>> all = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    all.add(service.ofTown("Thun").toCompletableFuture());
                }
                for (CompletableFuture<List<Parcel>> each : all) {
                    soon(each);
                }
                onVirtual.complete(service.runs.get() - before);
            } catch (Exception e) {
                onVirtual.completeExceptionally(e);
            }
        });
        System.out.println("runs of 100 calls " + soon(onVirtual));
        String dependents = soon(service.ofTown("Thun")
                .thenApply(value -> Thread.currentThread().getName() + " "
                        + (Thread.currentThread().getContextClassLoader() == LaterApp.class.getClassLoader())));
        System.out.println("dependents on Larder's threads " + dependents.contains("larder-") + ", its loader "
                + dependents.endsWith("true"));
    }

    /** Where there are such threads. */
    private static void startVirtual(Runnable work) throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            new Thread(work).start();
        } else {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
        }
    }

    private static String failure(Service service) {
        return service.failing()
                .handle((value, thrown) -> thrown.getCause().getMessage())
                .join();
    }

    private static <T> T soon(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
