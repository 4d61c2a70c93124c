package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.QCodec;
import io.tickbus.event.Status;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber: one connection to q, one q thread, rows to the table verticle. To be deployed as a worker.
 *
 * <p>Deployment succeeds without a tickerplant; the subscriber then backs off, tries again, and says so on {@code
 * tickbus.status}. However it ends (undeploy, a failed start, the end of Vert.x), a close hook ends the q thread.
 *
 * <p>Deployed by class name it reads its configuration as JSON: one entry of {@code subscribers}.
 */
public final class SubscriberVerticle extends VerticleBase {
    /** What every q thread's name begins with; the subscriber's name follows. */
    public static final String Q_THREAD_PREFIX = "tickbus-q-";

    private final @Nullable SubscriberConfig given;

    /** For Vert.x's launcher: the configuration comes with the deployment. */
    public SubscriberVerticle() {
        this(null);
    }

    public SubscriberVerticle(@Nullable SubscriberConfig config) {
        this.given = config;
    }

    @Override
    public Future<?> start() {
        SubscriberConfig config = given != null
                ? given
                : SubscriberConfig.of(new JsonObject(config().encode()).getMap(), System.getenv());
        QCodec.registerAll(vertx);
        QThread qThread = new QThread(new VertxHost(vertx, config), config);
        ((ContextInternal) context).addCloseHook(done -> qThread.stop().onComplete(done));
        qThread.start();
        vertx.setPeriodic(Status.PERIOD_MS, timer -> qThread.publish());
        return Future.succeededFuture();
    }
}
