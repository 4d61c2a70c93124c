/**
 * What a node tells over HTTP, for those who run it: the page, the overview as JSON, metrics and health. {@link
 * io.tickbus.web.WebVerticle} listens; it knows of the others what they publish on the bus, of all nodes, and of their {@link
 * io.tickbus.metrics.Meters} on this one. May import {@code cluster} for the node's name, {@code metrics}, {@code event}, {@code
 * q} and {@code config}.
 */
@NullMarked
package io.tickbus.web;

import org.jspecify.annotations.NullMarked;
