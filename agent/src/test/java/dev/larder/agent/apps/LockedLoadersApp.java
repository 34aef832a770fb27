package dev.larder.agent.apps;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Loads all classes that {@code classes.txt} of a jar names, on eight threads at once, through loaders that look in the
 * jar before they ask their parent and hold one lock for all their classes. The library's packages come from a parent of
 * the same kind. Those with a cached method call it while they hold the lock of their loader.
 *
 * <p>It is an agent as well, whose transformer holds a lock of its own and reads from the loader that is being asked. A
 * thread looks for deadlocks meanwhile, and ends the JVM with {@value #DEADLOCK} when it finds one.
 */
public final class LockedLoadersApp {

    public static final int DEADLOCK = 3;

    private static final int THREADS = 8;
    private static final int LOADERS = 4;

    /** Each with new loaders, so that there are classes to load from before caching begins until Redis is connected to. */
    private static final int ROUNDS = 4;

    private static final long LOOK_MILLIS = 100;
    private static final String LIBRARY = "org.springframework.";
    private static final String OWN = "com.example.";
    private static final Object TRANSFORMER_LOCK = new Object();

    private LockedLoadersApp() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new ClassFileTransformer() {
            @Override
            public byte[] transform(
                    ClassLoader loader, String name, Class<?> before, ProtectionDomain domain, byte[] bytes) {
                if (loader instanceof LockedLoader) {
                    synchronized (TRANSFORMER_LOCK) {
                        loader.getResource(name + ".class");
                    }
                }
                return null;
            }
        });
    }

    public static void main(String[] arguments) throws Exception {
        watchForDeadlocks();
        URL[] jar = {Path.of(arguments[0]).toUri().toURL()};
        for (int round = 0; round < ROUNDS; round++) {
            load(jar);
        }
        System.exit(0);
    }

    private static void load(URL[] jar) throws Exception {
        LockedLoader library = new LockedLoader(jar, LockedLoadersApp.class.getClassLoader(), LIBRARY);
        List<LockedLoader> loaders = new ArrayList<>();
        for (int i = 0; i < LOADERS; i++) {
            loaders.add(new LockedLoader(jar, library, OWN));
        }
        List<String> names = names(library);
        AtomicInteger called = new AtomicInteger();
        CountDownLatch ready = new CountDownLatch(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            ends.add(threads.submit(() -> {
                ready.countDown();
                ready.await();
                for (int k = 0;
                        k < names.size();
                        k++) { // two threads want each class of a loader at about the same time
                    if ((k + thread) % 2 == 0) {
                        called.addAndGet(use(names.get(k), loaders.get((k / 2 + thread / 4) % LOADERS)));
                    }
                }
                return null;
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
        threads.shutdown();
        System.out.println("loaded " + names.size() + " and called " + called);
    }

    /** Returns how many cached methods were called. */
    private static int use(String name, LockedLoader loader) throws Exception {
        synchronized (loader) {
            Class<?> type = Class.forName(name, true, loader);
            for (var method : type.getDeclaredMethods()) {
                if (method.getName().equals("find")) {
                    method.invoke(type.getDeclaredConstructor().newInstance(), 1L);
                    return 1;
                }
            }
            return 0;
        }
    }

    private static List<String> names(ClassLoader loader) throws IOException {
        try (InputStream list = loader.getResourceAsStream("classes.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }

    private static void watchForDeadlocks() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Thread watch = new Thread(() -> {
            while (true) {
                long[] deadlocked = threads.findDeadlockedThreads();
                if (deadlocked != null) {
                    for (ThreadInfo thread : threads.getThreadInfo(deadlocked, true, true)) {
                        System.out.println("deadlock: " + thread);
                    }
                    Runtime.getRuntime().halt(DEADLOCK);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            }
        });
        watch.setDaemon(true);
        watch.start();
    }

    /** Not registered as parallel capable, so that the JVM and it lock the loader itself. */
    private static final class LockedLoader extends URLClassLoader {

        private final String first;

        /** @param first what begins with it is looked for here first */
        LockedLoader(URL[] jar, ClassLoader parent, String first) {
            super(jar, parent);
            this.first = first;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (this) {
                if (!name.startsWith(first)) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
