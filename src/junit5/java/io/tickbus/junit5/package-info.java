/**
 * Public API. The testing kit: a JUnit 5 extension that starts a tickerplant and a pipeline for each test.
 *
 * <p>{@link io.tickbus.junit5.TickbusTest} or {@link io.tickbus.junit5.TickbusExtension} injects a {@link
 * io.tickbus.junit5.TestTickerplant} and a {@link io.tickbus.junit5.TestPipeline}. It works together with Vert.x's own
 * extension. The kit is in the jar with the classifier {@code junit5}. It needs {@code io.vertx:vertx-junit5} on the class path.
 */
@NullMarked
package io.tickbus.junit5;

import org.jspecify.annotations.NullMarked;
