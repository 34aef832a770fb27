package dev.larder.sample.e2e;

import java.sql.SQLException;
import org.h2.tools.Server;

/** One H2 in memory for several instances of the sample, reached over a free loopback port. */
final class SharedDatabase implements AutoCloseable {

    private final Server server;

    private SharedDatabase(Server server) {
        this.server = server;
    }

    static SharedDatabase start() throws SQLException {
        System.setProperty("h2.bindAddress", "127.0.0.1");
        return new SharedDatabase(
                Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start());
    }

    /** Lives as long as the server, whoever connects and leaves. */
    String url() {
        return "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:sample;DB_CLOSE_DELAY=-1";
    }

    @Override
    public void close() {
        server.stop();
    }
}
