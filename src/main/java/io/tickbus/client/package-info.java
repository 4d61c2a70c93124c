/**
 * The tables for other Vert.x applications, local or clustered: {@link io.tickbus.client.TableConsumer} reads one on
 * and on, {@link io.tickbus.client.TableProducer} adds rows to one, {@link io.tickbus.client.Tables} asks. They need
 * the event bus and nothing else of Tickbus; the tables may be in this JVM or in another of the cluster. May import
 * {@code event} and {@code q}.
 *
 * <p>The owner of the tables may be killed, frozen or replaced at any time. Then requests have no handlers, are refused
 * as {@link io.tickbus.event.Failure#NOT_OWNER}, or are not answered; and the next owner makes its tables anew, so that
 * offsets are of other rows. Consumers and producers go on by themselves as far as that can be done without a guess,
 * and tell the rest.
 */
@NullMarked
package io.tickbus.client;

import org.jspecify.annotations.NullMarked;
