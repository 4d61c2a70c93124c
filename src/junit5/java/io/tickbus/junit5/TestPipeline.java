package io.tickbus.junit5;

import io.tickbus.Tickbus;
import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.client.Tables;
import io.tickbus.event.Rows;
import io.tickbus.q.Flip;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A pipeline for tests. It runs in the {@code Vertx} of the test and subscribes to the {@link TestTickerplant}. When a test
 * gets it, its tables have an owner and its subscribers are live, so that every row that is then published arrives. {@link
 * TickbusExtension} creates the pipeline and ends it. Thread-safe.
 */
public final class TestPipeline {
    private static final JsonObject ALL = new JsonObject();
    /** The most rows that {@link #awaitRows} returns. */
    private static final int ROWS_MAX = 10_000;
    /** Time after which a wait fails because no owner has the table, in ms. */
    private static final int MISSING_TABLE_MS_MAX = 1000;
    /** Delay before the first reconnect of a subscriber, in ms. */
    private static final int RECONNECT_MS_MIN = 1;
    /** Longest delay before a reconnect of a subscriber, in ms. */
    private static final int RECONNECT_MS_MAX = 100;

    private final Tickbus tickbus;
    private final int awaitMsMax;
    private final PipelineMonitor monitor;

    private TestPipeline(Tickbus tickbus, int awaitMsMax) {
        this.tickbus = tickbus;
        this.awaitMsMax = awaitMsMax;
        this.monitor = new PipelineMonitor(tickbus);
    }

    /** Starts a pipeline and blocks until it is live. */
    static TestPipeline start(Vertx vertx, TestTickerplant tickerplant, KitSettings settings) {
        Tickbus tickbus = Tickbus.embedded(vertx, config(settings.config(), tickerplant.port()));
        TestPipeline pipeline = new TestPipeline(tickbus, settings.awaitMsMax());
        try {
            Waits.await("the start of the pipeline", tickbus.ready(), settings.awaitMsMax());
            return pipeline;
        } catch (RuntimeException failure) {
            pipeline.stop();
            throw new IllegalStateException(failure.getMessage() + "\n" + pipeline.monitor.text(), failure);
        }
    }

    private static JsonObject config(JsonObject given, int port) {
        JsonObject config = given.copy();
        JsonArray subscribers =
                config.getJsonArray("subscribers", new JsonArray().add(new JsonObject().put("name", "tickerplant")));
        for (int i = 0; i < subscribers.size(); i++) {
            JsonObject subscriber = subscribers.getJsonObject(i);
            if (!subscriber.containsKey("port")) {
                subscriber
                        .put("host", TestTickerplant.HOST)
                        .put("port", port)
                        .put("reconnectDelayMsMin", RECONNECT_MS_MIN)
                        .put("reconnectDelayMsMax", RECONNECT_MS_MAX);
            }
        }
        return config.put("subscribers", subscribers);
    }

    /** {@return the Vert.x of the pipeline, which Vert.x's extension injects into the test as well} */
    public Vertx vertx() {
        return tickbus.vertx();
    }

    /** {@return the pipeline for an application: its tables, streams, producers and addresses} */
    public Tickbus tickbus() {
        return tickbus;
    }

    /** {@return the queries of the pipeline's tables} */
    public Tables tables() {
        return tickbus.tables();
    }

    /**
     * Waits until a table has rows, as {@link #awaitRows(String, long, long)} does, for at most {@code awaitMsMax}.
     *
     * @param table the name of the table
     * @param rows the number of rows to wait for
     * @return the table's rows
     */
    public Future<Flip> awaitRows(String table, long rows) {
        return awaitRows(table, rows, awaitMsMax);
    }

    /**
     * Waits until a table has rows.
     *
     * @param table the name of the table
     * @param rows the number of rows to wait for; of keys if the table has a key
     * @param msMax the time limit, in ms
     * @return the table's rows, at most 10,000, when there are that many or more. After {@code msMax} it fails with an {@link
     *     AssertionError} that says how many rows there are, the states of the pipeline and its last events. It fails earlier
     *     if the table does not exist.
     */
    public Future<Flip> awaitRows(String table, long rows, long msMax) {
        Promise<Void> reached = Promise.promise();
        // Counts after each batch, because rows can also leave a table.
        TableConsumer consumer = tickbus.consume(
                ConsumerSettings.of(table, StartPosition.beginning()).missingTableMsMax(MISSING_TABLE_MS_MAX),
                batch -> count(table).onSuccess(count -> {
                    if (count >= rows) {
                        reached.tryComplete();
                    }
                }),
                event -> {});
        consumer.finish().onFailure(reached::tryFail);
        if (rows == 0) {
            reached.tryComplete();
        }
        return reached.future()
                .timeout(msMax, TimeUnit.MILLISECONDS)
                .recover(failure -> explain(table, rows, msMax, failure))
                .eventually(consumer::close)
                .compose(enough -> tables().first(table, ROWS_MAX, ALL))
                .map(Rows::rows);
    }

    private Future<Long> count(String table) {
        return tables().count(table, ALL);
    }

    private Future<Void> explain(String table, long rows, long msMax, Throwable failure) {
        return reason(table, msMax, failure)
                .compose(reason -> Future.failedFuture(new AssertionError(
                        rows + " rows of " + table + " expected" + reason + "\n" + monitor.text(), failure)));
    }

    private Future<String> reason(String table, long msMax, Throwable failure) {
        if (!(failure instanceof TimeoutException)) {
            return Future.succeededFuture(": " + failure.getMessage());
        }
        return count(table)
                .map(found -> " within " + msMax + " ms, there are " + found)
                .otherwise(unknown -> " within " + msMax + " ms, and now: " + unknown.getMessage());
    }

    /** Undeploys the pipeline. */
    void stop() {
        Waits.await("the end of the pipeline", tickbus.close(), awaitMsMax);
    }
}
