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

/** The receivers for comparison. Each has one thread per connection and the least possible code. */
abstract class SocketReceiver implements CheckedReceiver {
    private final List<Thread> threads = new ArrayList<>();
    protected final LongAdder rows = new LongAdder();
    private volatile boolean closing;

    /** Connects. Returns the loop that receives messages until the connection ends. */
    abstract Loop open(Shape shape, int port) throws Exception;

    /** The loop of a connection. */
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

    /** Reads a socket into a buffer of 1 MB, and discards the bytes. */
    static final class Drain extends SocketReceiver {
        /** Subscribes as a q process does. Returns the stream of messages. */
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

    /**
     * Calls {@code c.k()} in a loop. With a list, appends every row to it under a lock, as applications of javakdb
     * do.
     */
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

        /** Called under the lock after a row was added to the list. */
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
