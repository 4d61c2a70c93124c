package io.tickbus.pipeline;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Deploys verticles as children of other verticles. Vert.x undeploys children before their parent. A parent therefore
 * still runs while its children stop.
 */
public final class Deployments {
    private Deployments() {}

    /**
     * Deploys a verticle as a child of another verticle. The child stops before its parent. Any thread can call this
     * method.
     *
     * @param parent the context of the parent verticle
     * @param verticle the verticle to deploy
     * @param options the options of the deployment
     * @return the deployment's id; fails if the verticle cannot start
     */
    public static Future<String> under(Context parent, Deployable verticle, DeploymentOptions options) {
        Promise<String> deployed = Promise.promise();
        parent.runOnContext(
                turn -> parent.owner().deployVerticle(verticle, options).onComplete(deployed));
        return deployed.future();
    }
}
