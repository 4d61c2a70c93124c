package io.tickbus.q;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
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
     * Switches keepalive on. Half of the time passes in silence, and in the other half the peer is asked again and again. Where the
     * platform cannot be told the times, its own apply.
     *
     * @param unreachableMsMax until the connection ends, in ms, {@link #UNREACHABLE_MS_MIN} at least; 0 for the system's own
     * @throws IOException when the channel is closed
     */
    static void set(SocketChannel channel, int unreachableMsMax) throws IOException {
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (unreachableMsMax == 0) {
            return;
        }
        int seconds = (int) TimeUnit.MILLISECONDS.toSeconds(unreachableMsMax);
        int probes = Math.min(PROBES_MAX, seconds / 2);
        int interval = Math.max(1, seconds / 2 / PROBES_MAX);
        setIfKnown(channel, ExtendedSocketOptions.TCP_KEEPIDLE, seconds - probes * interval);
        setIfKnown(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, interval);
        setIfKnown(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, probes);
    }

    private static void setIfKnown(SocketChannel channel, SocketOption<Integer> option, int value) throws IOException {
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }
}
