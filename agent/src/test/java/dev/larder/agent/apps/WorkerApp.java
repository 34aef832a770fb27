package dev.larder.agent.apps;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.management.JMException;

/**
 * A service that a test drives over a loopback socket: it carries out calls, each on a thread of its own, and has its
 * database at the test's end.
 *
 * <p><b>Shape.</b> A line is words with blanks between.
 *
 * <pre>
 * to it     call &lt;call&gt; &lt;verb&gt; &lt;word&gt;...                         see {@link Verb}
 *           answer &lt;question&gt; &lt;key&gt; &lt;version&gt; &lt;padding&gt;    the database's, to a body that asked; of many rows with commas
 *           bean &lt;call&gt; &lt;attribute&gt;                            of the agent's MBean
 *           way &lt;call&gt;                                         whether it works with Redis, answered as bean
 * from it   hello &lt;number&gt;
 *           ask &lt;question&gt; &lt;call&gt; &lt;key&gt;...                      a body asks the database, for these rows if it names any
 *           done &lt;call&gt; &lt;mode before&gt; &lt;mode after&gt; &lt;outcome&gt;
 *           bean &lt;call&gt; &lt;value&gt;
 * </pre>
 *
 * <p>The outcome is {@code ok} with the key and version that a reading returned, of each if it was of many, or {@code failed} with what it threw.
 * The modes are the agent's when the call began and after it had ended.
 *
 * <p>It ends when the test's end of the socket does.
 */
public final class WorkerApp {

    private final PrintWriter out;
    private final CacheBean cache;
    private final RemoteDatabase database;
    private final Items items;
    private final ItemsInCode inCode;
    private final ExecutorService calls = Executors.newCachedThreadPool(WorkerApp::daemon);

    private WorkerApp(Socket socket) throws IOException, JMException {
        this.out = new PrintWriter(socket.getOutputStream(), false, StandardCharsets.UTF_8);
        this.cache = new CacheBean();
        this.database = new RemoteDatabase(this::tell);
        this.items = new Items(database);
        this.inCode = new ItemsInCode(database);
    }

    /** @param arguments the port to connect to and the number to say hello with */
    public static void main(String[] arguments) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]))) {
            socket.setTcpNoDelay(true);
            WorkerApp worker = new WorkerApp(socket);
            worker.tell("hello " + arguments[1]);
            worker.serve(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "call");
        thread.setDaemon(true);
        return thread;
    }

    private void serve(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            long number = Long.parseLong(words[1]);
            switch (words[0]) {
                case "call" -> calls.execute(() -> carryOut(number, words));
                case "answer" -> database.answer(number, words[2], words[3], words[4]);
                case "bean" -> calls.execute(() -> tell("bean " + number + " " + read(words[2])));
                case "way" -> calls.execute(() -> tell("bean " + number + " " + worksWithRedis()));
                default -> throw new IOException("Cannot understand " + line);
            }
        }
    }

    private void carryOut(long call, String... words) {
        String before = read("Mode");
        String outcome = outcome(call, words);
        tell("done " + call + " " + before + " " + read("Mode") + " " + outcome);
    }

    private String outcome(long call, String... words) {
        try {
            StringBuilder outcome = new StringBuilder("ok");
            act(Verb.valueOf(words[2]), call, words)
                    .forEach(read -> outcome.append(' ').append(read));
            return outcome.toString();
        } catch (Throwable e) { // the test must hear of it, whatever it is
            return "failed " + e;
        }
    }

    /** Returns what was read; nothing of everything else. */
    private List<Item> act(Verb verb, long call, String... words) throws JMException {
        String first = words.length > 3 ? words[3] : "";
        String second = words.length > 4 ? words[4] : "";
        if (verb.readsMany()) {
            return readMany(verb, call, List.of(first.split(",")), second);
        }
        if (verb.isRead()) {
            return List.of(read(verb, call, first, second));
        }
        change(verb, call, first, second);
        return List.of();
    }

    private List<Item> readMany(Verb verb, long call, List<String> keys, String group) {
        return switch (verb) {
            case READ_MAP -> valuesOf(items.map(keys, call), keys);
            case READ_MAP_TAGGED -> valuesOf(items.taggedMap(keys, group, call), keys);
            default -> items.list(keys, call);
        };
    }

    private static List<Item> valuesOf(Map<String, Item> found, List<String> keys) {
        return keys.stream().map(found::get).toList();
    }

    private Item read(Verb verb, long call, String key, String group) {
        return switch (verb) {
            case READ -> items.plain(key, call);
            case READ_TAGGED -> items.tagged(key, group, call);
            case READ_SHORT -> items.shortLived(key, call);
            case READ_STALE -> items.stale(key, call);
            case READ_AHEAD -> items.ahead(key, call);
            case GET_OR_LOAD -> inCode.plain(key, call);
            case GET_OR_LOAD_TAGGED -> inCode.tagged(key, group, call);
            default -> throw new IllegalArgumentException(verb + " reads nothing");
        };
    }

    private void change(Verb verb, long call, String first, String second) throws JMException {
        switch (verb) {
            case UPDATE -> items.update(first, call);
            case UPDATE_MANY -> items.updateMany(first.split(","), call);
            case UPDATE_GROUP -> items.updateGroup(first, call);
            case UPDATE_MATCHING -> items.updateMatching(first, call);
            case UPDATE_KEY_AND_GROUP -> items.updateKeyAndGroup(first, second, call);
            case UPDATE_AND_FAIL -> updateAndFail(first, call);
            case EVICT_FIRST -> items.evictFirst(first, call);
            case PUT -> items.put(first, call);
            case PUT_TAGGED -> items.putTagged(first, second, call);
            case PUT_BY_RESULT -> items.putByResult(call);
            case PUT_MANY -> items.putMany(List.of(first.split(",")), call);
            case EVICT_ALL -> inCode.updateMany(first.split(","), call);
            case EVICT_TAG -> inCode.updateGroup(first, call);
            case EVICT_PATTERN -> inCode.updateMatching(first, call);
            default -> operate(verb, call, first);
        }
    }

    private void updateAndFail(String key, long call) {
        try {
            items.updateAndFail(key, call);
        } catch (Items.AsTold expected) {
            return;
        }
        throw new IllegalStateException("The method's own exception got lost");
    }

    private void operate(Verb verb, long call, String first) throws JMException {
        database.access(call);
        switch (verb) {
            case OPERATOR_EVICT -> cache.evict("item:" + first);
            case OPERATOR_EVICT_MATCHING -> cache.evictPattern("item:" + first + "*");
            case OPERATOR_EVICT_ALL -> cache.evictAll();
            default -> throw new IllegalArgumentException("Nobody carries out " + verb);
        }
    }

    private String read(String attribute) {
        try {
            return cache.read(attribute);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean worksWithRedis() {
        try {
            return cache.worksWithRedis();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private void tell(String line) {
        synchronized (out) {
            out.print(line.replace('\n', ' ') + "\n");
            out.flush();
            if (out.checkError()) {
                throw new UncheckedIOException(new IOException("The test has gone"));
            }
        }
    }
}
