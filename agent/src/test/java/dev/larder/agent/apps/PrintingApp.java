package dev.larder.agent.apps;

import dev.larder.Cached;

/** Prints a few results, two of them the same, and returns from main. */
public final class PrintingApp {

    private PrintingApp() {}

    public static void main(String[] names) {
        for (String name : names) {
            System.out.println(greeting(name));
        }
        System.out.println("done");
    }

    @Cached(ttl = 60)
    static String greeting(String name) {
        return "Hello " + name;
    }
}
