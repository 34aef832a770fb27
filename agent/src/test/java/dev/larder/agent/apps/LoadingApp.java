package dev.larder.agent.apps;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Loads and initialises all classes that {@code classes.txt} of its class path names, and looks at their methods and
 * annotations, as a framework does that looks for its components. Told to {@code stay}, it waits for a line and then says
 * how many bytes of its heap are in use.
 */
public final class LoadingApp {

    private LoadingApp() {}

    public static void main(String[] arguments) throws Exception {
        int members = 0;
        List<String> names = names();
        for (String name : names) {
            members += lookAt(Class.forName(name));
        }
        System.out.println("loaded " + names.size() + " with " + members);
        if (List.of(arguments).contains("stay")) {
            System.in.read();
            System.out.println("heap " + usedBytes());
        }
    }

    private static int lookAt(Class<?> type) {
        return type.getAnnotations().length + type.getDeclaredConstructors().length + type.getDeclaredMethods().length;
    }

    private static List<String> names() throws IOException {
        try (InputStream list = LoadingApp.class.getResourceAsStream("/classes.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }

    /** Twice collected, so that what had to wait for a first collection is gone as well. */
    private static long usedBytes() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
