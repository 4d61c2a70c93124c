package io.tickbus.pipeline;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Deploys verticles as children of other verticles. Vert.x undeploys children before their parent, so the deployments
 * determine the order of a shutdown.
 */
public final class Deployments {
    private Deployments() {}

    /**
     * Deploys a verticle as a child of another verticle. The child ends before its parent. Any thread may call this
     * method.
     *
     * @param parent the context of the parent verticle
     * @return the id of the deployment, or the reason why the verticle did not start
     */
    public static Future<String> under(Context parent, Deployable verticle, DeploymentOptions options) {
        Promise<String> deployed = Promise.promise();
        parent.runOnContext(
                turn -> parent.owner().deployVerticle(verticle, options).onComplete(deployed));
        return deployed.future();
    }
}
