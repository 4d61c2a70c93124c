/**
 * Internal, except for the verticle WebVerticle. The HTTP interface of a node for its operators: the page, the overview
 * as JSON, metrics and health. {@link io.tickbus.web.WebVerticle} listens and routes. Status reports arrive from the
 * bus in {@link io.tickbus.web.PipelineParts}; {@link io.tickbus.web.Overview} and {@link io.tickbus.web.Readiness}
 * read them. Rows reach the browser through the bridge of {@link io.tickbus.web.Page}, never through other classes of
 * the package. Metrics are the {@link io.tickbus.metrics.Meters} of this node. May import {@code cluster} for the
 * node's name, {@code metrics}, {@code event}, {@code logging}, {@code q} and {@code config}.
 */
@NullMarked
package io.tickbus.web;

import org.jspecify.annotations.NullMarked;
