package io.tickbus.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tickbus.junit5.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that is no q. It sends fixed bytes to each client, and leaves the connection open. */
public final class Peer implements AutoCloseable {
    private final ServerSocket server;
    private final String words;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();

    private Peer(String words) throws IOException {
        this.words = words;
        this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    public static Peer saying(String words) throws IOException {
        return new Peer(words);
    }

    /** An address where nothing listens. */
    public static String closed() {
        return "127.0.0.1:" + FreePort.choose();
    }

    public int port() {
        return server.getLocalPort();
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                accepted.add(socket);
                socket.getOutputStream().write(words.getBytes(ISO_8859_1));
            }
        } catch (IOException closed) {
            // the end
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }
}
