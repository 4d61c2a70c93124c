package io.tickbus.chaos;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Connection;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Sends rows to the tickerplant at a rate. Most messages have one row, and some have many, as columns or as a table.
 * The rows of each table are numbered.
 */
final class Feed {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MADE_UP_SECONDS_MAX = 0.2;
    private static final int CONNECT_MS_MAX = 5000;
    private static final int RETRY_MS = 20;
    private static final int MESSAGE_BYTES_MAX = 1 << 20;
    private static final List<String> TRADE = List.of("sym", "price", "size");
    private static final List<String> QUOTE = List.of("sym", "bid", "ask", "bsize", "asize");

    private final Random random;
    private final int rate;
    private final Map<String, Long> numbers = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "feed");
    private volatile int port;
    private volatile boolean isEnding;

    Feed(long seed, int rate) {
        this.random = new Random(seed);
        this.rate = rate;
        Settings.TABLES.forEach(table -> numbers.put(table, 0L));
        thread.setDaemon(true);
    }

    void start(int tickerplantPort) {
        port = tickerplantPort;
        thread.start();
    }

    /** Sets the port of the tickerplant after a restart. */
    void redirect(int tickerplantPort) {
        port = tickerplantPort;
    }

    /** Returns the number of the last sent row of each table. */
    Map<String, Long> numbers() {
        return Map.copyOf(numbers);
    }

    /**
     * Sends a last row to each table, and waits until the tickerplant has accepted it. Every subscriber subscribes to
     * its symbol.
     */
    void end() throws InterruptedException {
        isEnding = true;
        thread.join();
    }

    private void run() {
        boolean isDone = false;
        while (!isDone) {
            try {
                Connection connection = new Connection(MESSAGE_BYTES_MAX);
                try {
                    connection.open("127.0.0.1", port, "chaos", null, false, CONNECT_MS_MAX);
                    send(connection);
                    isDone = true;
                } finally {
                    connection.close();
                }
            } catch (IOException gone) {
                sleep(RETRY_MS);
            }
        }
    }

    private void send(Connection connection) throws IOException {
        long last = System.nanoTime();
        double owed = 0;
        while (!isEnding) {
            long now = System.nanoTime();
            owed = Math.min(owed + (now - last) / NANOS_PER_SECOND * rate, Math.max(1, MADE_UP_SECONDS_MAX * rate));
            last = now;
            if (owed < 1) {
                sleep(1);
                continue;
            }
            int rows = size();
            owed -= rows;
            String table = Settings.TABLES.get(random.nextInt(Settings.TABLES.size()));
            connection.send(MessageKind.ASYNC, upd(table, rows, ""));
        }
        for (String table : Settings.TABLES) {
            connection.send(MessageKind.ASYNC, upd(table, 1, Settings.SYMS.get(0)));
        }
        connection.send(MessageKind.SYNC, ByteVector.chars(".u.i"));
        while (!connection.frames().hasMessage()) {
            if (connection.read() < 0) {
                throw new IOException("the tickerplant is gone");
            }
        }
    }

    private int size() {
        int draw = random.nextInt(100);
        return draw < 90 ? 1 : draw < 99 ? 2 + random.nextInt(100) : 100 + random.nextInt(2000);
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private Value upd(String table, int rows, String sym) {
        boolean isTrade = table.equals("trade");
        List<QVector> columns = new ArrayList<>();
        columns.add(syms(rows, sym));
        columns.add(floats(rows));
        if (!isTrade) {
            columns.add(floats(rows));
        }
        columns.add(numbers(table, rows));
        if (!isTrade) {
            columns.add(new LongVector(
                    QType.LONG, random.longs(rows, 1, 10_000).toArray()));
        }
        Value data;
        if (rows == 1) {
            data = new GeneralList(columns.stream().map(Atom::new).toArray(Value[]::new));
        } else if (random.nextInt(4) == 0) {
            data = new Flip(isTrade ? TRADE : QUOTE, columns);
        } else {
            data = new GeneralList(columns.toArray(Value[]::new));
        }
        return new GeneralList(Atom.symbol(".u.upd"), Atom.symbol(table), data);
    }

    private SymbolVector syms(int rows, String sym) {
        return SymbolVector.of(IntStream.range(0, rows)
                .mapToObj(i -> sym.isEmpty() ? Settings.SYMS.get(random.nextInt(Settings.SYMS.size())) : sym)
                .toArray(String[]::new));
    }

    private FloatVector floats(int rows) {
        return new FloatVector(
                QType.FLOAT, random.doubles(rows).map(x -> Math.rint(x * 1e4) / 100).toArray());
    }

    private LongVector numbers(String table, int rows) {
        long first = numbers.getOrDefault(table, 0L) + 1;
        numbers.put(table, first + rows - 1);
        return new LongVector(
                QType.LONG, IntStream.range(0, rows).mapToLong(i -> first + i).toArray());
    }
}
