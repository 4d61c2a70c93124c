/**
 * Internal, except for {@link io.tickbus.web.WebVerticle}. The HTTP interface of a node for its operators: the page,
 * the overview as JSON, metrics and health. {@link io.tickbus.web.WebVerticle} runs the HTTP server. {@link
 * io.tickbus.web.PipelineParts} collects the status reports from the bus. {@link io.tickbus.web.Overview} and {@link
 * io.tickbus.web.Readiness} read the reports. Rows reach the browser only through the bridge of {@link
 * io.tickbus.web.Page}. Metrics come from the {@link io.tickbus.metrics.Meters} of this node.
 */
@NullMarked
package io.tickbus.web;

import org.jspecify.annotations.NullMarked;
