package io.tickbus.web;

import io.tickbus.logging.Levels;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Map;
import java.util.Objects;

/**
 * The HTTP routes that read and change the log levels of this node. A change lasts until the process ends. {@code GET
 * /log/levels} lists the levels. {@code PUT /log/levels/LOGGER} sets the level of a logger to the text of the body.
 * {@code DELETE /log/levels/LOGGER} removes the logger's own level, and the level of its parent applies again. For an
 * invalid logger or level, the answer is status 400 with the reason. If the application does not use logback, the
 * answer is status 501.
 */
final class LogLevels {
    private static final String PATH = "/log/levels";
    private static final int LEVEL_BYTES_MAX = 100;
    private static final int WRONG = 400;
    private static final int NONE_HERE = 501;

    private LogLevels() {}

    /** Adds the routes to a router. */
    static void addTo(Router router, SameOrigin sameOrigin) {
        router.route(PATH + "*").handler(sameOrigin);
        router.get(PATH).handler(context -> answer(context, () -> {}));
        router.put(PATH + "/:logger")
                .handler(BodyHandler.create(false).setBodyLimit(LEVEL_BYTES_MAX))
                .handler(context -> answer(
                        context,
                        () -> Levels.of()
                                .set(
                                        context.pathParam("logger"),
                                        Objects.requireNonNullElse(
                                                context.body().asString(), ""))));
        router.delete(PATH + "/:logger")
                .handler(context -> answer(context, () -> Levels.of().set(context.pathParam("logger"), null)));
    }

    private static void answer(RoutingContext context, Runnable change) {
        try {
            change.run();
            JsonObject levels = new JsonObject(Map.copyOf(Levels.of().own()));
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(levels.encodePrettily() + "\n");
        } catch (IllegalArgumentException wrong) {
            context.response().setStatusCode(WRONG).end(wrong.getMessage() + "\n");
        } catch (IllegalStateException none) {
            context.response().setStatusCode(NONE_HERE).end(none.getMessage() + "\n");
        }
    }
}
