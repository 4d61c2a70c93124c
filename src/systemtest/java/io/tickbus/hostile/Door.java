package io.tickbus.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The address of a server, and the logins that it accepts.
 *
 * @param password the password of {@link #GOOD} and {@link #BAD}; empty if the server has no users
 * @param source the client's own address. Limits of an address then apply to attackers and not to the good client.
 * @param tokens the tokens for the web server
 */
record Door(int port, boolean hasTls, String password, String source, Tokens tokens) {
    /** The address of attackers on the web port. */
    static final String ATTACKERS = "127.0.0.2";

    /** The user of the good client, who has all rights. */
    static final String GOOD = "good";
    /** The user of the attackers, who has the right read. */
    static final String BAD = "bad";

    static final String HOST = "127.0.0.1";
    private static final int CONNECT_MS_MAX = 20_000;

    /**
     * Tokens of the web server; empty without users.
     *
     * @param good token of {@link #GOOD}
     * @param bad token of {@link #BAD}
     * @param expired token of {@link #GOOD} whose last day is over
     * @param foreign token of another file of users
     */
    record Tokens(String good, String bad, String expired, String foreign) {
        static final Tokens NONE = new Tokens("", "", "", "");
    }

    /** Returns the door for clients with another address. */
    Door from(String address) {
        return new Door(port, hasTls, password, address, tokens);
    }

    boolean hasUsers() {
        return !password.isEmpty();
    }

    /** Connects, and sends nothing. */
    Socket tcp() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(CONNECT_MS_MAX);
        socket.bind(new InetSocketAddress(source, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS_MAX);
        return socket;
    }

    /** Performs the TLS handshake on a socket if the server uses TLS. */
    Socket secured(Socket tcp, String... protocols) throws IOException {
        if (!hasTls) {
            return tcp;
        }
        try {
            SSLSocket socket =
                    (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket(tcp, HOST, port, true);
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            socket.startHandshake();
            return socket;
        } catch (NoSuchAlgorithmException broken) {
            throw new IOException(broken);
        }
    }
}
