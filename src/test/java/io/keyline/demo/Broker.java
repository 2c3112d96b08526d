package io.keyline.demo;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** A real broker that keeps its messages in a directory, and can go and come back on the same port. */
final class Broker implements AutoCloseable {

    private final Path directory;
    private EmbeddedActiveMQ server;
    private int port;

    Broker(Path directory) throws Exception {
        this.directory = directory;
        start();
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    void start() throws Exception {
        Configuration configuration = new ConfigurationImpl().setSecurityEnabled(false).setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO).setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .addAcceptorConfiguration("tcp", url());
        server = new EmbeddedActiveMQ().setConfiguration(configuration).start();
        port = ((NettyAcceptor) server.getActiveMQServer().getRemotingService().getAcceptor("tcp")).getActualPort();
    }

    void stop() throws Exception {
        server.stop();
    }

    @Override
    public void close() throws Exception {
        stop();
    }
}
