package io.tickbus.hostile;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Connection;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks the same question ten times a second over one connection, and knows the answer. */
final class GoodClient implements AutoCloseable {
    private static final int EVERY_MS = 100;
    /** One that waits longer has not been answered. */
    private static final int ANSWER_MS_MAX = 60_000;

    private static final int MESSAGE_BYTES_MAX = 1 << 20;

    private final Door door;
    private final long rows;
    private final List<Double> waitsMs = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "good client");
    private String failure = "";
    private volatile boolean isEnding;

    /**
     * How it was answered since it was last looked at.
     *
     * @param failure why it was not, or empty
     */
    record Answers(int asks, double medianMs, double worstMs, String failure) {}

    /**
     * @param rows of the table trade
     */
    GoodClient(Door door, long rows) {
        this.door = door;
        this.rows = rows;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!isEnding) {
            try (Connection connection = open(door)) {
                askOnAndOn(connection);
            } catch (IOException gone) {
                fail("the good client was not answered: " + gone.getMessage());
                pause();
            }
        }
    }

    private void askOnAndOn(Connection connection) throws IOException {
        while (!isEnding) {
            long startNs = System.nanoTime();
            count(connection, rows);
            add((System.nanoTime() - startNs) / 1e6);
            pause();
        }
    }

    private static Connection open(Door door) throws IOException {
        Connection connection = new Connection(MESSAGE_BYTES_MAX);
        connection.open(Door.HOST, door.port(), Door.GOOD, door.password(), door.hasTls(), ANSWER_MS_MAX);
        connection.readTimeout(ANSWER_MS_MAX);
        return connection;
    }

    private static void count(Connection connection, long rows) throws IOException {
        Value answer = ask(connection, ByteVector.chars("count trade"));
        if (!(answer instanceof Atom atom) || atom.item().longAt(0) != rows) {
            throw new IOException("count trade gives " + answer + " and not " + rows);
        }
    }

    private static Value ask(Connection connection, Value question) throws IOException {
        connection.send(MessageKind.SYNC, question);
        while (!connection.frames().hasMessage()) {
            if (connection.read() < 0) {
                throw new IOException("the gateway has closed the connection");
            }
        }
        Value answer = connection.frames().poll().value();
        if (answer instanceof ErrorValue error) {
            throw new IOException("'" + error.text());
        }
        return answer;
    }

    /** Sends rows to the table, as a client may who has the right to. */
    static void append(Door door, Value upd) throws IOException {
        try (Connection connection = open(door)) {
            ask(connection, upd);
        }
    }

    /** How long somebody takes who comes now to log in and be answered, in ms. */
    double newcomerMs() throws IOException {
        long startNs = System.nanoTime();
        try (Connection connection = open(door)) {
            count(connection, rows);
        }
        return (System.nanoTime() - startNs) / 1e6;
    }

    private synchronized void add(double waitMs) {
        waitsMs.add(waitMs);
        notifyAll();
    }

    private synchronized void fail(String reason) {
        if (failure.isEmpty() && !isEnding) {
            failure = reason;
        }
        notifyAll();
    }

    /** Waits for the answer to what is being asked now and to one more, so that no wait goes uncounted. */
    synchronized Answers take() throws InterruptedException {
        int enough = waitsMs.size() + 2;
        while (waitsMs.size() < enough && failure.isEmpty()) {
            wait();
        }
        List<Double> sorted = waitsMs.stream().sorted().toList();
        int asks = sorted.size();
        Answers answers =
                new Answers(asks, asks == 0 ? 0 : sorted.get(asks / 2), asks == 0 ? 0 : sorted.get(asks - 1), failure);
        waitsMs.clear();
        failure = "";
        return answers;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(EVERY_MS);
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        isEnding = true;
    }
}
