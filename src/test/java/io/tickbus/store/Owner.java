package io.tickbus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tickbus.config.StoreConfig;
import io.tickbus.config.TableConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.event.ReplyFormat;
import io.tickbus.event.Rows;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A deployed table verticle, and requests to it from a thread that may wait. */
final class Owner {
    static final List<String> COLUMNS = List.of("sym", "price", "size");
    static final int SEGMENT_ROWS = 4;
    static final int END_OF_DAY_WAIT_MS_MAX = 1000;

    private static final long LIMIT_SECONDS = 20;

    private final Vertx vertx;
    private final String deployment;

    private Owner(Vertx vertx, String deployment) {
        this.vertx = vertx;
        this.deployment = deployment;
    }

    static Owner of(Vertx vertx, StoreConfig config) {
        return new Owner(vertx, await(vertx.deployVerticle(new TableVerticle(config))));
    }

    /** An owner of the table {@code trade}: sym, price and size, in segments of four rows. */
    static Owner ofTrades(Vertx vertx) {
        return of(vertx, config(trades(List.of(), null)));
    }

    static StoreConfig config(TableConfig trade) {
        return new StoreConfig(Map.of("trade", trade), 10, 100, 60_000, END_OF_DAY_WAIT_MS_MAX, null);
    }

    static TableConfig trades(List<String> keys, @Nullable Long retentionRowsMax) {
        Map<String, QType> columns = new LinkedHashMap<>();
        columns.put("sym", QType.SYMBOL);
        columns.put("price", QType.FLOAT);
        columns.put("size", QType.LONG);
        return new TableConfig(columns, keys, retentionRowsMax, SEGMENT_ROWS, TableConfig.EndOfDay.KEEP);
    }

    /** The table {@code trade} as {@link #trades}, whose days end so; for one in which nothing is archived {@code archiveDir} is null. */
    static StoreConfig daily(TableConfig.EndOfDay endOfDay, List<String> keys, @Nullable Path archiveDir) {
        TableConfig trade = trades(keys, null);
        TableConfig daily = new TableConfig(trade.columns(), keys, null, SEGMENT_ROWS, endOfDay);
        return new StoreConfig(Map.of("trade", daily), 10, 100, 60_000, END_OF_DAY_WAIT_MS_MAX, archiveDir);
    }

    /** Trades whose sizes are {@code from} to {@code to}, so that each row says which it is. */
    static Flip trades(int from, int to) {
        int count = to - from;
        String[] syms = new String[count];
        double[] prices = new double[count];
        long[] sizes = new long[count];
        for (int i = 0; i < count; i++) {
            syms[i] = "s" + (from + i) % 3;
            prices[i] = (from + i) / 4.0;
            sizes[i] = (long) from + i;
        }
        return new Flip(
                COLUMNS,
                List.of(
                        SymbolVector.of(syms),
                        new FloatVector(QType.FLOAT, prices),
                        new LongVector(QType.LONG, sizes)));
    }

    /** Returns the first owner's reply to rows. */
    static AppendReply appended(long offset, int rows, long position, long refused) {
        return new AppendReply(offset, rows, position, refused, OwnerLogic.EPOCH);
    }

    static AppendReply appended(long offset, int rows, long position) {
        return appended(offset, rows, position, 0);
    }

    /** Returns rows of the first owner, of a table without a rebuild. */
    static Rows rows(long offset, long next, Flip rows) {
        return new Rows(offset, next, rows, 0, OwnerLogic.EPOCH);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + LIMIT_SECONDS + " s", e);
        }
    }

    Object request(String address, Object body) {
        return request(Object.class, address, body);
    }

    <T> T request(Class<T> reply, String address, Object body) {
        return reply.cast(await(send(address, body)));
    }

    <T> Future<T> send(String address, Object body) {
        return vertx.eventBus().<T>request(address, body, ReplyFormat.batch()).map(reply -> reply.body());
    }

    JsonObject requestJson(String address, JsonObject body) {
        return await(vertx.eventBus().<JsonObject>request(address, body).map(reply -> reply.body()));
    }

    /** Why a request is refused; the code has to be this one. */
    String refusal(Failure code, String address, Object body) {
        Throwable refused = catchThrowable(() -> request(address, body));
        assertThat(refused).isNotNull();
        assertThat(code.isCauseOf(refused)).as("%s is %s", refused, code).isTrue();
        return String.valueOf(refused.getMessage());
    }

    long count() {
        return this.request(JsonObject.class, Addresses.query("trade"), new JsonObject().put("op", "count"))
                .getLong("count");
    }

    void undeploy() {
        await(vertx.undeploy(deployment));
    }
}
