package io.tickbus.store;

import io.tickbus.config.StoreConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.tickbus.event.PartitionOpening;
import io.tickbus.event.QCodec;
import io.tickbus.event.Status;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The owner of the tables: a standard verticle and the only writer, so that there is no lock anywhere. It answers the table
 * addresses of {@link Addresses}; each request is one turn of its event loop, bounded by the limits of the configuration.
 *
 * <p>Deployed by class name it reads its configuration as JSON with the keys {@code tables} and {@code store}.
 */
public final class TableVerticle extends VerticleBase {
    private static final String NAME = "tables";
    private static final int LINGER_MS = 50;

    private final @Nullable StoreConfig given;
    private @Nullable Topics topics;
    private @Nullable Replies replies;

    /** For Vert.x's launcher: the configuration comes with the deployment. */
    public TableVerticle() {
        this(null);
    }

    public TableVerticle(@Nullable StoreConfig config) {
        this.given = config;
    }

    /** The context under which to deploy what must end before this verticle does. */
    public Context context() {
        return context;
    }

    @Override
    public Future<?> start() {
        StoreConfig config = given != null ? given : StoreConfig.of(new JsonObject(config().encode()).getMap());
        QCodec.registerAll(vertx);
        Replies answers = new Replies(vertx);
        Topics owned = new Topics(config, 1, new VertxHost(vertx));
        Listeners listeners = new Listeners(vertx, owned, answers);
        replies = answers;
        topics = owned;
        vertx.setPeriodic(Status.PERIOD_MS, timer -> publish("LIVE", "", answers));
        var open = vertx.eventBus().consumer(Addresses.OPEN);
        open.handler(message -> answers.answer(message, () -> listeners.open(opening(message.body()))));
        var tables = vertx.eventBus().consumer(Addresses.TABLES);
        tables.handler(message -> answers.answer(message, () -> Future.succeededFuture(owned.describe())));
        Future<?> configured =
                Future.all(owned.addConfigured().stream().map(listeners::listen).toList());
        return Future.all(configured, open.completion(), tables.completion())
                .onSuccess(ready -> publish("LIVE", "tables are ready", answers));
    }

    private static PartitionOpening opening(@Nullable Object body) {
        if (body instanceof PartitionOpening opening) {
            return opening;
        }
        throw Failure.BAD_REQUEST.because("a partition is opened with a PartitionOpening");
    }

    /** Goes on answering for a moment: subscribers that stop at the same time ask whether their last rows have come. */
    @Override
    public Future<?> stop() {
        Topics owned = topics;
        Replies answers = replies;
        if (owned == null || answers == null) {
            return Future.succeededFuture();
        }
        return Future.all(owned.close(), vertx.timer(LINGER_MS, TimeUnit.MILLISECONDS))
                .onSuccess(over -> publish("STOPPED", "undeployed", answers));
    }

    private void publish(String state, String reason, Replies counts) {
        Status status = new Status(
                Status.TABLE,
                NAME,
                "local",
                1,
                state,
                reason,
                counts.applied(),
                counts.applied(),
                counts.rejected(),
                0,
                0,
                0,
                0);
        vertx.eventBus().publish(Addresses.STATUS, status.toJson());
    }
}
