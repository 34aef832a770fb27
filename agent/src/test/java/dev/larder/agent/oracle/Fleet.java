package dev.larder.agent.oracle;

import static org.awaitility.Awaitility.await;

import dev.larder.agent.apps.WorkerApp;
import dev.larder.agent.fixtures.ChildJvm;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * JVMs with the packed agent that a test drives together, and the traffic with them.
 *
 * <p>Closing ends them, whatever state they are in; a fleet that does not come up ends what has come up of it.
 */
final class Fleet implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    /** Many JVMs on few cores, each for a short time: what starts quickly and stays small. */
    private static final String[] SMALL = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx96m", "-Xss512k"};

    private final Traffic traffic;
    private final List<Worker> workers = new ArrayList<>();

    private Fleet(Traffic traffic) {
        this.traffic = traffic;
    }

    /** With the jar that the build has packed; returns when all workers are in that mode. */
    static Fleet startIn(String mode, int workers, IntFunction<String> urls, Desk desk, String... options)
            throws IOException {
        Fleet fleet = start(PackedAgent.jar(), workers, urls, desk, options);
        try {
            fleet.awaitMode(mode);
            return fleet;
        } catch (RuntimeException | AssertionError e) {
            fleet.close();
            throw e;
        }
    }

    /**
     * Starts the workers, all at the same time, and returns when each has said hello.
     *
     * @param urls takes a worker's number, from 0, to the URL of its Redis; empty for memory only
     * @param options of each JVM, such as {@code -Dlarder.load.lease=1s}
     */
    static Fleet start(Path agent, int workers, IntFunction<String> urls, Desk desk, String... options)
            throws IOException {
        Fleet fleet = new Fleet(new Traffic(desk));
        List<ChildJvm.Running> jvms = new ArrayList<>();
        try (ServerSocket door = new ServerSocket(0, workers, InetAddress.getLoopbackAddress())) {
            door.setSoTimeout(PATIENCE_MILLIS);
            for (int number = 0; number < workers; number++) {
                jvms.add(jvm(agent, options)
                        .environment("REDIS_URL", urls.apply(number))
                        .main(WorkerApp.class, String.valueOf(door.getLocalPort()), String.valueOf(number))
                        .start());
            }
            for (int i = 0; i < workers; i++) {
                fleet.admit(door.accept(), jvms);
            }
            fleet.workers.sort((one, other) -> Integer.compare(one.number(), other.number()));
            return fleet;
        } catch (IOException | RuntimeException | AssertionError e) {
            for (ChildJvm.Running jvm : jvms) {
                jvm.close();
            }
            throw e;
        }
    }

    private static ChildJvm jvm(Path agent, String... options) {
        return ChildJvm.on(Jdks.newest()).options(SMALL).options(options).agent(agent);
    }

    private void admit(Socket socket, List<ChildJvm.Running> jvms) throws IOException {
        socket.setTcpNoDelay(true);
        BufferedReader in = Worker.reader(socket);
        int number = Integer.parseInt(in.readLine().split(" ")[1]);
        Worker worker = new Worker(number, jvms.get(number), socket);
        workers.add(worker);
        worker.listen(in, traffic);
    }

    Traffic traffic() {
        return traffic;
    }

    int size() {
        return workers.size();
    }

    Worker worker(int number) {
        return workers.get(number);
    }

    List<Worker> workers() {
        return List.copyOf(workers);
    }

    /** Makes a cached call in each worker, so that its cache starts, and waits for the mode with an empty journal. */
    void awaitMode(String mode) {
        for (Worker worker : workers) {
            traffic.call(worker, Order.read("warm-up." + worker.number()));
        }
        for (Worker worker : workers) {
            await("worker " + worker.number() + " in mode " + mode)
                    .atMost(Duration.ofMillis(PATIENCE_MILLIS))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> isIn(worker, mode));
        }
    }

    private static boolean isIn(Worker worker, String mode) {
        return worker.bean("Mode").equals(mode) && worker.bean("JournalSize").equals("0");
    }

    @Override
    public void close() throws IOException {
        for (Worker worker : workers) {
            worker.close();
        }
    }
}
