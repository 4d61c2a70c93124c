package io.tickbus.pipeline;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Deploys verticles as children of others, which is what decides the order in which they end. */
public final class Deployments {
    private Deployments() {}

    /** Deploys a verticle that ends before the one whose context this is. */
    public static Future<String> under(Context parent, Deployable verticle, DeploymentOptions options) {
        Promise<String> deployed = Promise.promise();
        parent.runOnContext(
                turn -> parent.owner().deployVerticle(verticle, options).onComplete(deployed));
        return deployed.future();
    }
}
