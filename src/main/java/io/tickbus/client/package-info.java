/**
 * Public API. The tables for Vert.x applications, in this JVM or in another JVM of the cluster.
 *
 * <p>{@link io.tickbus.client.TableConsumer} reads a table continuously, {@link io.tickbus.client.TableProducer} sends rows,
 * and {@link io.tickbus.client.Tables} sends queries. A row goes from {@code TableProducer.send} to the owner, and from the
 * owner's table to the handler of a {@code TableConsumer}.
 *
 * <p>The owner of the tables may be killed, frozen or replaced at any time. The next owner makes its tables again, so an offset
 * means another row. Consumers and producers recover by themselves if no guess is needed, and report everything else.
 *
 * <p>May import {@code event}, {@code retry} and {@code q}.
 */
@NullMarked
package io.tickbus.client;

import org.jspecify.annotations.NullMarked;
