package io.tickbus.bench;

import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.client.TableProducer;
import io.tickbus.client.ProducerSettings;
import io.tickbus.config.StoreConfig;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.record.RecordMapping;
import io.tickbus.record.RowCursor;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The handlers of {@link Records}, and the ways in which they get the rows. */
final class RecordPaths implements AutoCloseable {
    /** A handler of rows, which returns the sum of two columns. */
    interface Handler {
        double sum(Flip rows);
    }

    record Trade(Instant time, String sym, double price, long size) {}

    private static final int SYMS = 100;
    private static final Schema SCHEMA =
            new Schema(GatewayTrades.SCHEMA.columns(), List.of(QType.TIMESTAMP, QType.SYMBOL, QType.FLOAT, QType.LONG), 0);
    private static final RecordMapping<Trade> TRADES = RecordMapping.of(Trade.class, SCHEMA);

    private final Vertx vertx = Vertx.vertx();
    private final List<Flip> batches = new ArrayList<>();
    private final int rows;

    /** Makes a table in this JVM, and fills it. */
    RecordPaths(int rows) {
        this.rows = rows;
        Map<String, Object> columns = new LinkedHashMap<>();
        for (int i = 0; i < SCHEMA.width(); i++) {
            columns.put(SCHEMA.columns().get(i), SCHEMA.types().get(i).qName());
        }
        Map<String, Object> tables = Map.of(GatewayTrades.TABLE, Map.of("columns", columns));
        vertx.deployVerticle(new TableVerticle(StoreConfig.of(Map.of("tables", tables)))).await();
        TableProducer producer = TableProducer.of(vertx, ProducerSettings.of(GatewayTrades.TABLE));
        GatewayTrades.generate(rows, SYMS, batch -> {
            List<QVector> cells = new ArrayList<>(batch.columns());
            cells.set(0, new LongVector(QType.TIMESTAMP, ((LongVector) batch.column(0)).array()));
            Flip trades = new Flip(SCHEMA.columns(), cells);
            batches.add(trades);
            producer.send(trades).await();
        });
    }

    /** Returns the handlers by the names of their paths. */
    static Map<String, Handler> handlers() {
        Map<String, Handler> handlers = new LinkedHashMap<>();
        handlers.put("index", RecordPaths::byIndex);
        handlers.put("cursor", RecordPaths::byCursor);
        handlers.put("records", RecordPaths::byRecords);
        return handlers;
    }

    static double byIndex(Flip rows) {
        LongVector sizes = (LongVector) rows.column("size");
        FloatVector prices = (FloatVector) rows.column("price");
        long size = 0;
        double price = 0;
        for (int i = 0; i < sizes.size(); i++) {
            size += sizes.at(i);
            price += prices.at(i);
        }
        return size + price;
    }

    private static double byCursor(Flip rows) {
        RowCursor row = RowCursor.of(rows);
        long size = 0;
        double price = 0;
        while (row.next()) {
            size += row.getLong("size");
            price += row.getDouble("price");
        }
        return size + price;
    }

    private static double byRecords(Flip rows) {
        long size = 0;
        double price = 0;
        for (Trade trade : TRADES.read(rows)) {
            size += trade.size();
            price += trade.price();
        }
        return size + price;
    }

    /** Hands the rows to a handler without a bus, and returns the sum. */
    double bare(Handler handler, int batchRows) {
        double sum = 0;
        for (Flip batch : batches) {
            for (int from = 0; from < batch.size(); from += batchRows) {
                sum += handler.sum(batch.slice(from, Math.min(batchRows, batch.size() - from)));
            }
        }
        return sum;
    }

    /** Reads the table from its first to its last row with a consumer, and returns the sum. */
    double consumer(Handler handler, int batchRows) {
        Promise<Double> end = Promise.promise();
        double[] sum = new double[1]; // written by the consumer's context only
        TableConsumer consumer = TableConsumer.start(
                vertx,
                ConsumerSettings.of(GatewayTrades.TABLE, StartPosition.beginning())
                        .rowsMax(batchRows),
                batch -> {
                    sum[0] += handler.sum(batch.rows());
                    if (batch.next() == rows) {
                        end.complete(sum[0]);
                    }
                    return Future.succeededFuture();
                },
                event -> {});
        double total = end.future().await();
        consumer.close().await();
        return total;
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
