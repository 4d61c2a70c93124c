package io.tickbus.junit5;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses a port for a server of a test that opens the same port again, or whose port must be known before it starts, such as
 * the port of a cluster. A port that the system chose (port 0) is not safe for such a server: as soon as it is closed, the
 * system can give it to an outgoing connection of any program.
 *
 * <p>The ports are 20000 to 29999. No system gives them to outgoing connections: Linux uses 32768 to 60999, and RFC 6335
 * reserves 49152 to 65535.
 */
public final class FreePort {
    private static final int PORT_MIN = 20_000;
    private static final int PORT_MAX = 29_999;
    private static final int TRIES_MAX = 1000;

    private FreePort() {}

    /**
     * Chooses a port of the loopback address at random. Any thread can call this.
     *
     * @return the port; nothing listened there a moment ago
     * @throws IllegalStateException if none was found in 1000 tries
     */
    public static int choose() {
        for (int i = 0; i < TRIES_MAX; i++) {
            int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + PORT_MIN + " to " + PORT_MAX);
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort() == port;
        } catch (IOException taken) {
            return false;
        }
    }
}
