package dev.larder.agent.oracle;

import dev.larder.agent.apps.WorkerApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The driver's end of one JVM that runs {@link WorkerApp}.
 *
 * <p><b>Threads.</b> Thread-safe. One thread listens to the worker.
 */
final class Worker implements AutoCloseable {

    private static final int BEAN_PATIENCE_SECONDS = 60;

    private final int number;
    private final ChildJvm.Running jvm;
    private final Socket socket;
    private final PrintWriter out;
    private final AtomicLong beanReads = new AtomicLong();
    private final Map<Long, CompletableFuture<String>> openBeanReads = new ConcurrentHashMap<>();

    /** Set by whoever ends the JVM, so that its silence surprises nobody. */
    private volatile boolean ended;

    Worker(int number, ChildJvm.Running jvm, Socket socket) throws IOException {
        this.number = number;
        this.jvm = jvm;
        this.socket = socket;
        this.out = new PrintWriter(socket.getOutputStream(), false, StandardCharsets.UTF_8);
    }

    int number() {
        return number;
    }

    void listen(BufferedReader in, Traffic traffic) {
        Thread listener = new Thread(() -> hear(in, traffic), "worker-" + number);
        listener.setDaemon(true);
        listener.start();
    }

    private void hear(BufferedReader in, Traffic traffic) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard(line.split(" "), traffic);
            }
            throw new IOException("It has gone");
        } catch (IOException | RuntimeException e) {
            if (!ended) {
                traffic.failed(new AssertionError("Worker " + number + " is lost. stderr:\n" + stderr(), e));
            }
        }
    }

    private void heard(String[] words, Traffic traffic) throws IOException {
        long subject = Long.parseLong(words[1]);
        switch (words[0]) {
            case "ask" ->
                traffic.asked(
                        this, subject, Long.parseLong(words[2]), List.of(words).subList(3, words.length));
            case "done" ->
                traffic.done(subject, words[2], words[3], List.of(words).subList(4, words.length));
            case "bean" -> openBeanReads.remove(subject).complete(words[2]);
            default -> throw new IOException("Cannot understand " + String.join(" ", words));
        }
    }

    void tell(String line) {
        synchronized (out) {
            out.print(line + "\n");
            out.flush();
        }
    }

    /** An attribute of the agent's MBean. */
    String bean(String attribute) {
        return ask("bean", " " + attribute);
    }

    /** Whether it has told Redis of all it evicted, and Redis answers it. */
    boolean worksWithRedis() {
        return Boolean.parseBoolean(ask("way", ""));
    }

    private String ask(String question, String words) {
        long read = beanReads.incrementAndGet();
        CompletableFuture<String> value = new CompletableFuture<>();
        openBeanReads.put(read, value);
        tell(question + " " + read + words);
        try {
            return value.get(BEAN_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("Worker " + number + " does not answer " + question + words + ". " + stderr(), e);
        }
    }

    /** Stops the process, with all its threads, until {@link #resume}. */
    void pause() {
        Signal.STOP.send(jvm.process());
    }

    void resume() {
        Signal.CONTINUE.send(jvm.process());
    }

    /** Ends it without sending its remaining evictions. */
    void kill() {
        ended = true;
        jvm.process().destroyForcibly();
    }

    String stderr() {
        try {
            return jvm.stderr();
        } catch (IOException e) {
            return "unknown: " + e;
        }
    }

    static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        ended = true;
        jvm.close();
        socket.close();
    }
}
