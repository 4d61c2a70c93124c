/**
 * Public API. The entry point of Tickbus for applications. {@link io.tickbus.Tickbus} runs a pipeline in this JVM, or
 * uses a running pipeline in this JVM or in its cluster. {@link io.tickbus.TickbusTable} reads and writes one table.
 *
 * <p>The classes here only combine other public packages: {@code client} reads, writes and queries tables,
 * {@code pipeline} deploys the verticles, and {@code event} has the messages. An application can also use these
 * packages directly.
 */
@NullMarked
package io.tickbus;

import org.jspecify.annotations.NullMarked;
