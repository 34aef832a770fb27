package dev.larder.agent.apps;

import dev.larder.Cached;
import dev.larder.Larder;
import dev.larder.Mode;
import java.util.List;

/** Compares results with the constants of their classes, as code does that has no enum. Prints one line for each call. */
public final class ConstantsApp {

    private static int runs;

    sealed interface Answer permits Found, NotFound {}

    record Found(String name) implements Answer {}

    static final class NotFound implements Answer {
        static final NotFound INSTANCE = new NotFound();

        private NotFound() {}
    }

    static final class State {
        static final State NEW = new State("new");
        static final State DONE = new State("done");

        String name;

        private State(String name) {
            this.name = name;
        }
    }

    private ConstantsApp() {}

    public static void main(String[] mode) throws Exception {
        answer(9);
        Awaiting.until(() -> Larder.mode() == Mode.valueOf(mode[0]));
        System.out.println(Larder.mode());
        runs = 0;
        for (int i = 0; i < 3; i++) {
            System.out.println((answer(0) == NotFound.INSTANCE) + " " + (state(0) == State.DONE) + " "
                    + (states(0).get(1) == State.DONE) + " " + answer(1));
        }
        System.out.println("runs " + runs);
    }

    @Cached(key = "answer:{id}", ttl = 600)
    static Answer answer(int id) {
        runs++;
        return id == 0 ? NotFound.INSTANCE : new Found("x");
    }

    @Cached(key = "state:{id}", ttl = 600)
    static State state(int id) {
        runs++;
        return State.DONE;
    }

    @Cached(key = "states:{id}", ttl = 600)
    static List<State> states(int id) {
        runs++;
        return List.of(State.NEW, State.DONE);
    }
}
