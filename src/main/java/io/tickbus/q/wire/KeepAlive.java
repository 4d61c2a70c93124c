package io.tickbus.q.wire;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/**
 * TCP keepalive: the system asks the peer's system whether the connection is still there, and ends it when no answer comes. Neither
 * program takes part, so a q that is busy is not given up.
 */
public final class KeepAlive {
    /** The shortest time in which the peer can be asked at all, in ms. */
    public static final int UNREACHABLE_MS_MIN = 2000;

    /** Questions without an answer, after which the connection ends: on a bad network one or two are lost. */
    private static final int PROBES_MAX = 5;

    private KeepAlive() {}

    /**
     * Switches keepalive on, with {@link #times}. Where the platform cannot be told the times, its own apply.
     *
     * @throws IOException when the channel is closed
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
     * Returns the times of keepalive as options of a socket. Half of the time passes in silence, and in the other half the peer is
     * asked again and again.
     *
     * @param unreachableMsMax until the connection ends, in ms, {@link #UNREACHABLE_MS_MIN} at least; 0 for the system's own
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
