package io.tickbus.bench;

import com.kx.c;
import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/** The receivers that are compared with: a thread a connection, and as little as each can be. */
abstract class SocketReceiver implements CheckedReceiver {
    private final List<Thread> threads = new ArrayList<>();
    protected final LongAdder rows = new LongAdder();
    private volatile boolean closing;

    /** Connects; gives the loop that takes messages until the connection ends. */
    abstract Loop open(Shape shape, int port) throws Exception;

    /** A connection's loop. */
    interface Loop {
        void run() throws Exception;

        void close() throws IOException;
    }

    private final List<Loop> loops = new ArrayList<>();

    @Override
    public void connect(Shape shape, int port) throws Exception {
        for (int i = 0; i < shape.connections(); i++) {
            Loop loop = open(shape, port);
            loops.add(loop);
            Thread thread = new Thread(() -> runUntilClosed(loop), "bench-" + i);
            thread.start();
            threads.add(thread);
        }
    }

    private void runUntilClosed(Loop loop) {
        try {
            loop.run();
        } catch (Exception end) {
            if (!closing) {
                throw new IllegalStateException(end);
            }
        }
    }

    @Override
    public long rows() {
        return rows.sum();
    }

    @Override
    public void check(long expected, long checksum) {
        if (rows() != expected) {
            throw new IllegalStateException(rows() + " rows taken, " + expected + " sent");
        }
    }

    @Override
    public void close() throws Exception {
        closing = true;
        for (Loop loop : loops) {
            loop.close();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** A socket read into a 1 MB buffer and thrown away. */
    static final class Drain extends SocketReceiver {
        /** Subscribes as q would; gives what the messages come from. */
        static InputStream subscribe(Socket socket, Shape shape) throws IOException {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            socket.getOutputStream().write(new byte[] {3, 0});
            in.read();
            Value request = new GeneralList(Atom.symbol(".u.sub"), Atom.symbol("trade"), Atom.symbol(""));
            socket.getOutputStream().write(io.tickbus.q.wire.Encoder.message(MessageKind.SYNC, request));
            in.readNBytes(io.tickbus.q.wire.Encoder.message(MessageKind.RESPONSE, shape.reply()).length);
            return in;
        }

        @Override
        Loop open(Shape shape, int port) throws Exception {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            InputStream in = subscribe(socket, shape);
            int messageBytes = shape.ring().messageBytes();
            return new Loop() {
                @Override
                public void run() throws IOException {
                    byte[] buffer = new byte[1 << 20];
                    long bytes = 0;
                    long counted = 0;
                    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                        bytes += count;
                        long now = bytes / messageBytes;
                        rows.add((now - counted) * shape.rowsPerMessage());
                        counted = now;
                    }
                }

                @Override
                public void close() throws IOException {
                    socket.close();
                }
            };
        }
    }

    /** {@code c.k()} in a loop; with a list, every row is appended to it under a lock, as one would write it today. */
    static class Javakdb extends SocketReceiver {
        private final boolean keeps;
        private final ReentrantLock lock = new ReentrantLock();
        private final List<Object> list = new ArrayList<>();

        Javakdb(boolean keeps) {
            this.keeps = keeps;
        }

        @Override
        Loop open(Shape shape, int port) throws Exception {
            c q = new c("127.0.0.1", port, "bench");
            q.k(".u.sub", "trade", "");
            return new Loop() {
                @Override
                public void run() throws Exception {
                    while (true) {
                        take(q.k());
                    }
                }

                @Override
                public void close() throws IOException {
                    q.close();
                }
            };
        }

        /** Called under the lock when a row of a table is in the list. */
        void appended(Object[] row) {}

        private void take(Object message) {
            if (message instanceof long[] pair) {
                if (keeps) {
                    lock.lock();
                    try {
                        list.add(pair);
                    } finally {
                        lock.unlock();
                    }
                }
                rows.increment();
                return;
            }
            c.Flip flip = (c.Flip) ((Object[]) message)[2];
            int count = Array.getLength(flip.y[0]);
            if (keeps) {
                append(flip, count);
            }
            rows.add(count);
        }

        private void append(c.Flip flip, int count) {
            lock.lock();
            try {
                for (int row = 0; row < count; row++) {
                    Object[] cells = new Object[flip.y.length];
                    for (int i = 0; i < cells.length; i++) {
                        cells[i] = Array.get(flip.y[i], row);
                    }
                    list.add(cells);
                    appended(cells);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
