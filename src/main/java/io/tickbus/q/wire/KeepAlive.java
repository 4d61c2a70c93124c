package io.tickbus.q.wire;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/**
 * Settings of TCP keepalive. The operating system probes the peer's operating system, and ends the connection if no
 * answer comes. The peer's operating system answers even while q is busy. Thread-safe.
 */
public final class KeepAlive {
    /** The smallest time, in ms, after which an unreachable peer can be detected. */
    public static final int UNREACHABLE_MS_MIN = 2000;

    /**
     * The number of unanswered probes after which a connection ends. Several probes are needed, because a bad network
     * loses some of them.
     */
    private static final int PROBES_MAX = 5;

    private KeepAlive() {}

    /**
     * Enables keepalive with {@link #times}. On a platform that cannot set these times, the platform's own times apply.
     *
     * @throws IOException if the channel is closed
     */
    static void set(SocketChannel channel, int unreachableMsMax) throws IOException {
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        for (var time : times(unreachableMsMax).entrySet()) {
            if (channel.supportedOptions().contains(time.getKey())) {
                channel.setOption(time.getKey(), time.getValue());
            }
        }
    }

    /**
     * Returns the times of keepalive as socket options. Probes begin after half of {@code unreachableMsMax} without
     * traffic, and repeat during the other half.
     *
     * @param unreachableMsMax the time in ms until an unreachable peer ends the connection, at least
     *     {@link #UNREACHABLE_MS_MIN}; 0 for the defaults of the operating system
     */
    public static Map<SocketOption<Integer>, Integer> times(int unreachableMsMax) {
        if (unreachableMsMax == 0) {
            return Map.of();
        }
        int seconds = (int) TimeUnit.MILLISECONDS.toSeconds(unreachableMsMax);
        int probes = Math.min(PROBES_MAX, seconds / 2);
        int interval = Math.max(1, seconds / 2 / PROBES_MAX);
        return Map.of(
                ExtendedSocketOptions.TCP_KEEPIDLE, seconds - probes * interval,
                ExtendedSocketOptions.TCP_KEEPINTERVAL, interval,
                ExtendedSocketOptions.TCP_KEEPCOUNT, probes);
    }
}
