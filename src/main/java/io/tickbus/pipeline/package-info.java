/**
 * Public API. Deploys the verticles of a node. {@link io.tickbus.pipeline.Plan} selects the parts of a configuration
 * that belong to the {@link io.tickbus.pipeline.Role}s of the node. {@link io.tickbus.pipeline.PipelineVerticle}
 * deploys the verticles of these parts in order. The verticles stop in reverse order.
 */
@NullMarked
package io.tickbus.pipeline;

import org.jspecify.annotations.NullMarked;
