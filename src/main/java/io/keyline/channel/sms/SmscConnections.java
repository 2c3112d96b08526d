package io.keyline.channel.sms;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.apache.camel.component.smpp.SmppConfiguration;
import org.apache.camel.component.smpp.SmppConnectionFactory;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.ConnectionFactory;
import org.jsmpp.session.connection.socket.SocketConnection;

/**
 * Connections without Nagle's algorithm (RFC 896): a response of a few octets must not wait until the SMSC has acknowledged
 * the one before. Neither jSMPP nor camel-smpp switches it off; through a proxy camel-smpp's own connection serves.
 */
record SmscConnections(SmppConfiguration configuration) implements ConnectionFactory {

    @Override
    public Connection createConnection(String host, int port) throws IOException {
        if (configuration.getHttpProxyHost() != null) {
            return SmppConnectionFactory.getInstance(configuration).createConnection(host, port);
        }
        SocketFactory sockets = configuration.isUsingSSL() ? SSLSocketFactory.getDefault() : SocketFactory.getDefault();
        Socket socket = sockets.createSocket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port), configuration.getEnquireLinkTimer());
            return new SocketConnection(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
