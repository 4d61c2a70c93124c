/**
 * Public API. Access to the tables for Vert.x applications, in this JVM or in another JVM of the cluster.
 *
 * <p>{@link io.tickbus.client.TableConsumer} reads a table continuously, {@link io.tickbus.client.TableProducer} sends
 * rows, and {@link io.tickbus.client.Tables} sends queries. {@code TableProducer.send} sends a row to the owner. The
 * owner adds the row to the table. A {@code TableConsumer} of the table passes the row to its handler.
 *
 * <p>The owner of the tables may be killed, frozen or replaced at any time. The next owner builds its tables again, and
 * an offset then identifies another row. Consumers and producers continue by themselves if no row can be lost or
 * applied twice. They report all other cases.
 */
@NullMarked
package io.tickbus.client;

import org.jspecify.annotations.NullMarked;
