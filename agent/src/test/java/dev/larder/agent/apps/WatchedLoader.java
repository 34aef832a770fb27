package dev.larder.agent.apps;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A context class loader that is asked by nobody who minds his own business: it remembers every question and throws. */
final class WatchedLoader extends ClassLoader {

    private static final List<String> CALLS = new CopyOnWriteArrayList<>();

    private WatchedLoader() {
        super(null);
    }

    /** Makes it the loader of this thread and of those it starts. */
    static String install() {
        Thread.currentThread().setContextClassLoader(new WatchedLoader());
        return "installed";
    }

    static String calls() {
        return CALLS.toString();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) {
        throw asked("class " + name);
    }

    @Override
    public URL getResource(String name) {
        throw asked("resource " + name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        throw asked("resources " + name);
    }

    private static IllegalStateException asked(String what) {
        CALLS.add(what + " by " + Thread.currentThread().getName());
        return new IllegalStateException("The context class loader was asked for " + what);
    }
}
