package io.tickbus.junit5;

import com.kx.c;
import io.tickbus.config.TickerplantConfig;
import io.tickbus.event.RowsJson;
import io.tickbus.javakdb.Javakdb;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.record.RecordMapping;
import io.tickbus.record.TradingDay;
import io.tickbus.tickerplant.TickerplantVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A tickerplant for tests. It is a server for q clients on a free port of the loopback address, with kdb+tick's calls,
 * messages and log. Subscribers of any kind can connect to it: Tickbus, javakdb, q. Its log is in a temporary directory.
 *
 * <p>A method that publishes, cuts, rolls or restarts returns when that is done. If it fails, or takes longer than {@code
 * awaitMsMax}, it throws an {@link IllegalStateException} with the reason. {@link TickbusExtension} creates the tickerplant
 * and ends it. Any thread can call the methods; the calls run one after another.
 */
public final class TestTickerplant {
    /** The address at which every tickerplant of a test listens. */
    public static final String HOST = "127.0.0.1";

    private final KitSettings settings;
    private final TestClock clock;
    private final Path logDir;
    private final Vertx vertx = Vertx.vertx();
    private TickerplantVerticle verticle;
    private final int port = FreePort.choose();

    private TestTickerplant(KitSettings settings) {
        this.settings = settings;
        this.clock = new TestClock(settings.firstDay());
        try {
            this.logDir = Files.createTempDirectory("tickbus-test-");
        } catch (IOException failure) {
            throw new UncheckedIOException("the directory of the tickerplant's log", failure);
        }
        this.verticle = verticle();
    }

    static TestTickerplant start(KitSettings settings) {
        TestTickerplant tickerplant = new TestTickerplant(settings);
        try {
            tickerplant.deploy();
            return tickerplant;
        } catch (RuntimeException failure) {
            tickerplant.stop();
            throw failure;
        }
    }

    private TickerplantVerticle verticle() {
        Map<String, Object> keys =
                Map.of("host", HOST, "port", port, "logDir", logDir.toString(), "feed", Map.of("kind", "none"));
        return new TickerplantVerticle(TickerplantConfig.of(keys, Map.of()), settings.tables(), clock);
    }

    private void deploy() {
        await("the start of the tickerplant", vertx.deployVerticle(verticle));
    }

    private <T> T await(String action, Future<T> future) {
        return Waits.await(action, future, settings.awaitMsMax());
    }

    /** {@return the port at which the tickerplant listens} It stays the same after {@link #restart}. */
    public synchronized int port() {
        return port;
    }

    /** {@return the current day, which is the day in the log's name} */
    public LocalDate day() {
        return clock.day();
    }

    /**
     * {@return the columns of a table}
     *
     * @param table the name of the table
     * @throws IllegalArgumentException if the tickerplant does not have the table
     */
    public Schema schema(String table) {
        Schema schema = settings.tables().get(table);
        if (schema == null) {
            throw new IllegalArgumentException("the tickerplant has no table " + table + "; it has "
                    + String.join(", ", settings.tables().keySet()));
        }
        return schema;
    }

    /**
     * Publishes rows to a table. They are then in the log, and on their way to the subscribers.
     *
     * @param table the name of the table
     * @param rows all columns of the table in their order. A first column {@code time} can be missing: the tickerplant then
     *     adds the time, as kdb+tick does.
     */
    public void publish(String table, Flip rows) {
        publishValue(table, rows);
    }

    /**
     * Publishes a table of javakdb, as {@link #publish(String, Flip)} does.
     *
     * @param table the name of the table
     * @param rows the columns, in the order of the table's columns
     * @throws io.tickbus.javakdb.JavakdbException if {@code rows} has a value that q does not have, or columns that differ
     *     in size; nothing is published then
     */
    public void publish(String table, c.Flip rows) {
        publishValue(table, Javakdb.table(rows));
    }

    /**
     * Publishes rows to a table, as {@link #publish(String, Flip)} does.
     *
     * @param table the name of the table
     * @param columns one vector per column, in the order of the columns
     */
    public void publish(String table, QVector... columns) {
        publishValue(table, new GeneralList(columns));
    }

    /**
     * Publishes rows to a table, as {@link #publish(String, Flip)} does.
     *
     * @param table the name of the table
     * @param rows the values by column name, for example {@code {"sym": "AAPL", "price": 187.5}}. A missing value is null.
     *     The tickerplant adds the time if no row has a value for the first column {@code time}.
     */
    public void publish(String table, JsonObject... rows) {
        boolean isTimed = Stream.of(rows).anyMatch(row -> row.containsKey("time"));
        publishValue(table, RowsJson.read(sentSchema(table, isTimed), List.of(rows)));
    }

    /**
     * Publishes rows to a table, as {@link #publish(String, Flip)} does.
     *
     * @param table the name of the table
     * @param records one record per row; {@link RecordMapping} describes how components become columns. The tickerplant adds
     *     the time if the record has no component for the first column {@code time}. A time of day is one of {@link #day}, in
     *     UTC.
     * @param <T> the record
     */
    public <T extends Record> void publish(String table, List<T> records) {
        if (records.isEmpty()) {
            return;
        }
        @SuppressWarnings("unchecked") // a record type has no subtypes
        Class<T> type = (Class<T>) records.get(0).getClass();
        boolean isTimed =
                Stream.of(type.getRecordComponents()).anyMatch(component -> component.getName().equals("time"));
        TradingDay tradingDay = TradingDay.of(day(), ZoneOffset.UTC);
        publishValue(table, RecordMapping.of(type, sentSchema(table, isTimed), tradingDay).write(records));
    }

    /** Returns the columns that a test sends: all of them, or all but a first column {@code time}. */
    private Schema sentSchema(String table, boolean isTimed) {
        Schema schema = schema(table);
        int width = schema.width();
        return isTimed || width == 1 || !schema.columns().get(0).equals("time")
                ? schema
                : new Schema(schema.columns().subList(1, width), schema.types().subList(1, width), 0);
    }

    private synchronized void publishValue(String table, Value rows) {
        schema(table);
        await("rows for " + table, verticle.publish(table, rows));
    }

    /**
     * Waits for subscribers of a table. Rows that are published after that are sent to these subscribers.
     *
     * @param table the name of the table
     * @param subscribers the number of subscribers to wait for
     * @return succeeds when the table has that many or more; fails with an {@link AssertionError} after {@code awaitMsMax}
     */
    public synchronized Future<Void> awaitSubscribers(String table, int subscribers) {
        schema(table);
        return verticle.awaitSubscribers(table, subscribers)
                .timeout(settings.awaitMsMax(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException
                                ? new AssertionError(
                                        subscribers + " subscribers of " + table + " expected, not reached within "
                                                + settings.awaitMsMax() + " ms",
                                        failure)
                                : failure));
    }

    /** Closes the connections of all clients at once. They can connect again at once. */
    public void cutConnection() {
        cutConnection(() -> {});
    }

    /**
     * Closes the connections of all clients at once, and refuses connections until an action has returned. Rows that the
     * action publishes are only in the log.
     *
     * @param meanwhile the action, which runs on the caller's thread
     */
    public synchronized void cutConnection(Runnable meanwhile) {
        await("the cut of the connections", verticle.disconnect());
        try {
            meanwhile.run();
        } finally {
            await("the end of the cut", verticle.listenAgain());
        }
    }

    /**
     * Ends the day: all subscribers receive {@code .u.end} with its date, and the log of the next day starts.
     *
     * @return the day that has ended
     */
    public synchronized LocalDate rollDay() {
        LocalDate ended = await("the end of the day", verticle.endDay());
        clock.day(ended.plusDays(1));
        return ended;
    }

    /** Stops the tickerplant, and starts it again on the same port with the same log. */
    public synchronized void restart() {
        await("the stop of the tickerplant", vertx.undeploy(verticle.deploymentID()));
        verticle = verticle();
        deploy();
    }

    /** Ends everything and deletes the log. */
    synchronized void stop() {
        await("the end of the tickerplant", vertx.close());
        try (Stream<Path> files = Files.walk(logDir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the log in " + logDir, failure);
        }
    }
}
