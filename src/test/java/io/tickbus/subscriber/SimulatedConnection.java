package io.tickbus.subscriber;

import io.tickbus.q.Value;
import io.tickbus.q.wire.Connection;
import io.tickbus.q.wire.MessageKind;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the simulated tickerplant over a simulated network. Bytes arrive in pieces, late, or not at all.
 * {@link #sent} has the bytes that q has written, and {@link #arrived} the bytes that the subscriber can read.
 */
final class SimulatedConnection extends Connection {
    private static final SocketChannel NO_CHANNEL = noChannel();
    private static final int MESSAGE_BYTES_MAX = 1 << 20;

    private final SimulatedTime time;
    private final SimulatedNetwork network;
    private final SplittableRandom random;
    private final SimulatedBytes sent = new SimulatedBytes();
    private final SimulatedBytes arrived = new SimulatedBytes();
    private final int pieceBytesMax;
    private final double latencyMsMax;
    private int readTimeoutMs;
    private boolean carrying;
    private double stalledUntilMs;
    private boolean open;
    private boolean closed; // by the subscriber
    private boolean cut; // nothing more gets through
    private boolean ended; // and the subscriber sees it, once it has read what has arrived
    private boolean reset; // or at once

    SimulatedConnection(SimulatedTime time, SimulatedNetwork network, SplittableRandom random) {
        super(MESSAGE_BYTES_MAX, NO_CHANNEL);
        this.time = time;
        this.network = network;
        this.random = random;
        this.pieceBytesMax = random.nextInt(8) == 0 ? random.nextInt(1, 10) : random.nextInt(10, 20_000);
        this.latencyMsMax = pieceBytesMax < 10 ? 0.1 : random.nextDouble(0.1, 20);
    }

    private static SocketChannel noChannel() {
        try {
            return SocketChannel.open(); // never connected
        } catch (IOException noneLeft) {
            throw new UncheckedIOException(noneLeft);
        }
    }

    @Override
    public void open(String host, int port, String user, @Nullable String password, boolean tls, int timeoutMs)
            throws IOException {
        time.await(() -> closed, random.nextLong(5));
        String refusal = network.refusal();
        if (refusal == null && !time.await(() -> closed || !network.isMute(), timeoutMs)) {
            throw new IOException("no answer within " + timeoutMs + " ms");
        }
        if (closed) {
            throw new ClosedChannelException();
        }
        if (refusal != null) {
            throw new EOFException(refusal);
        }
        open = true;
        network.opened(this);
    }

    @Override
    public void readTimeout(int timeoutMs) {
        readTimeoutMs = timeoutMs;
    }

    @Override
    public int read() throws IOException {
        long timeoutMs = readTimeoutMs == 0 ? SimulatedTime.FOR_EVER_MS : readTimeoutMs;
        if (!time.await(this::isReadable, timeoutMs)) {
            throw new SocketTimeoutException("nothing came within " + timeoutMs + " ms");
        }
        return take();
    }

    @Override
    public boolean isDrained() {
        return arrived.size() == 0;
    }

    @Override
    public int poll() throws IOException {
        time.await(() -> closed, random.nextLong(3)); // reading the log takes time
        return isReadable() ? take() : 0;
    }

    boolean isReadable() {
        return closed || reset || ended || arrived.size() > 0;
    }

    boolean isClosed() {
        return closed;
    }

    private int take() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (reset) {
            throw new IOException("Connection reset");
        }
        if (arrived.size() == 0) {
            return -1;
        }
        int wanted = random.nextInt(4) == 0 ? random.nextInt(1, arrived.size() + 1) : arrived.size();
        int count = frames().readFrom(new ByteArrayInputStream(arrived.array(), arrived.from(), wanted));
        arrived.drop(count);
        carrySoon();
        return count;
    }

    @Override
    public boolean isSelectable() {
        return true;
    }

    @Override
    public void send(MessageKind kind, Value value) throws IOException {
        if (closed || reset) {
            throw new IOException("Broken pipe");
        }
        time.after(random.nextDouble(latencyMsMax), () -> {
            if (!cut && !closed) {
                network.request(this, value);
            }
        });
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (open) {
                network.closedLater(this);
            }
        }
    }

    /** Takes what q writes. */
    void write(byte[] message) {
        if (!cut) {
            sent.add(message);
            carrySoon();
        }
    }

    /** Bytes that q has written and that have not left its machine. */
    int unsent() {
        return sent.size();
    }

    private void carrySoon() {
        if (!carrying && !cut && sent.size() > 0 && arrived.size() < network.receiveBytesMax()) {
            carrying = true;
            double delayMs = random.nextInt(6) == 0 ? random.nextDouble(latencyMsMax) : 0.01;
            time.after(Math.max(delayMs, stalledUntilMs - time.nowMs()), this::carry);
        }
    }

    private void carry() {
        carrying = false;
        if (!cut && time.nowMs() >= stalledUntilMs) {
            int count = Math.min(sent.size(), random.nextInt(1, pieceBytesMax + 1));
            sent.move(Math.min(count, network.receiveBytesMax()), arrived);
        }
        carrySoon();
    }

    /** Nothing gets through for a while. */
    void stall(double forMs) {
        stalledUntilMs = Math.max(stalledUntilMs, time.nowMs() + forMs);
    }

    /** Ends it, at any byte of what is on its way; in good order, or with a reset that loses what was not read as well. */
    void cut() {
        if (cut) {
            return;
        }
        cut = true;
        boolean inOrder = random.nextBoolean();
        if (sent.size() > 0 && stalledUntilMs <= time.nowMs()) {
            sent.move(random.nextInt(sent.size() + 1), arrived);
        }
        time.after(Math.max(random.nextDouble(latencyMsMax), stalledUntilMs - time.nowMs()), () -> {
            ended = inOrder;
            reset = !inOrder;
        });
    }

    /** Drops all further bytes without a notification. */
    void drop() {
        cut = true;
    }
}
