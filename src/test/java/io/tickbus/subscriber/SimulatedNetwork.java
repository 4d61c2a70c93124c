package io.tickbus.subscriber;

import io.tickbus.q.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The network between a subscriber and the tickerplant: its connections, and whether a new one is possible. */
final class SimulatedNetwork {
    private final SimulatedTime time;
    private final SplittableRandom random;
    private final SimulatedTickerplant tickerplant;
    private final int receiveBytesMax;
    private final int queuedBytesMax;
    private final List<SimulatedConnection> connections = new ArrayList<>();
    private boolean wrongPassword;
    private boolean mute;

    SimulatedNetwork(SimulatedTime time, SplittableRandom random, SimulatedTickerplant tickerplant) {
        this.time = time;
        this.random = random;
        this.tickerplant = tickerplant;
        this.receiveBytesMax = random.nextInt(3) == 0 ? random.nextInt(50, 2000) : 1 << 16;
        this.queuedBytesMax = random.nextInt(3) == 0 ? random.nextInt(300, 10_000) : Integer.MAX_VALUE;
    }

    SimulatedConnection connection() {
        return new SimulatedConnection(time, this, random.split());
    }

    /** Returns why a connection fails; null if it succeeds. */
    @Nullable
    String refusal() {
        return !tickerplant.isUp() ? "Connection refused" : wrongPassword ? "access denied" : null;
    }

    /** Returns whether the peer never answers. */
    boolean isMute() {
        return mute;
    }

    void mute(boolean now) {
        mute = now;
    }

    void wrongPassword(boolean now) {
        wrongPassword = now;
    }

    void opened(SimulatedConnection connection) {
        connections.add(connection);
    }

    /** Has q notice, some time, that the subscriber has gone. */
    void closedLater(SimulatedConnection connection) {
        time.after(random.nextDouble(50), () -> forget(connection));
    }

    private void forget(SimulatedConnection connection) {
        connection.drop();
        connections.remove(connection);
        tickerplant.forget(connection);
    }

    void request(SimulatedConnection connection, Value value) {
        if (!mute) {
            tickerplant.request(connection, value);
        }
    }

    int receiveBytesMax() {
        return receiveBytesMax;
    }

    void cutAll() {
        for (SimulatedConnection connection : List.copyOf(connections)) {
            connection.cut();
            forget(connection);
        }
    }

    /** Has q gone without a word: the subscriber learns of it when the network is back. */
    void vanish(double forMs) {
        stallAll(forMs);
        cutAll();
    }

    /** The subscriber's process has ended. */
    void closeAll() {
        List.copyOf(connections).forEach(SimulatedConnection::close);
    }

    void stallAll(double forMs) {
        connections.forEach(connection -> connection.stall(forMs));
    }

    /** Closes connections with too many unread bytes, as tickerplants with a memory limit do. */
    boolean cutSlow() {
        for (SimulatedConnection connection : List.copyOf(connections)) {
            if (connection.unsent() > queuedBytesMax) {
                connection.cut();
                forget(connection);
                return true;
            }
        }
        return false;
    }
}
