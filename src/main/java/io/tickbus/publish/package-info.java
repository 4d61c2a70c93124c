/**
 * What kdb+tick's {@code u.q} does, for whatever publishes to q subscribers: who has subscribed to what, what is sent to them,
 * and the log of it. {@link io.tickbus.publish.PublishedTable} is a table with its subscribers, {@link
 * io.tickbus.publish.LogDirectory} where the logs are, one a day. May import {@code server}, {@code log} and {@code q}.
 */
@NullMarked
package io.tickbus.publish;

import org.jspecify.annotations.NullMarked;
