package dev.larder.agent.core;

import dev.larder.agent.core.base.AgentLog;
import dev.larder.agent.core.base.AgentThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * Loads those classes of the bundled libraries that a connection to Redis needs, before it needs them.
 *
 * <p><b>Shape.</b> The list is the resource {@value #LIST}, in the order of use, one name per line. An unneeded or
 * missing name does no harm; {@code ClassesAheadIT} fails when the list does not fit a new version of a library. The
 * agent's own classes are few, and change too often for a list.
 *
 * <p><b>Threads.</b> {@value #THREADS} for as long as it takes. A class is loaded and verified and not initialized, so
 * none of its code runs here, and the order of initialization does not change.
 *
 * <p><b>Why.</b> Connecting spends most of its time on loading classes, and one thread of a busy process gets one
 * share of the CPU. Several threads get several shares.
 */
final class ClassesAhead {

    static final String LIST = "classes-ahead.txt";

    private static final int THREADS = 2;

    private ClassesAhead() {}

    /** Returns at once. If no thread can be started, the classes are loaded when they are used. */
    static void load(MainWatch main) {
        ThreadFactory threads = AgentThreads.named("classes");
        try {
            for (int part = 0; part < THREADS; part++) {
                int mine = part;
                threads.newThread(() -> load(main, mine)).start();
            }
        } catch (OutOfMemoryError e) {
            AgentLog.debug(() -> "No thread to load classes ahead: " + e);
        }
    }

    private static void load(MainWatch main, int part) {
        try {
            main.awaitRunning();
            List<String> names = names();
            for (String name : names.subList(names.size() * part / THREADS, names.size() * (part + 1) / THREADS)) {
                load(name);
            }
        } catch (Throwable e) { // the code that needs the class gets it again, and reports it
            AgentLog.debug(() -> "Classes are loaded when they are used: " + e);
        }
    }

    @SuppressWarnings("ReturnValueIgnored") // this has the class verified
    private static void load(String name) {
        try {
            Class.forName(name, false, ClassesAhead.class.getClassLoader()).getDeclaredConstructors();
        } catch (ClassNotFoundException | LinkageError e) {
            AgentLog.debug(() -> "Not loaded ahead: " + e);
        }
    }

    static List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream in = ClassesAhead.class.getResourceAsStream(LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                names.add(line);
            }
        }
        return names;
    }
}
