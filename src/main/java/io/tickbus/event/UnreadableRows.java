package io.tickbus.event;

/**
 * The body of an append request whose rows the sender or the owner could not read. A codec passes it on in place of the
 * rows, because an exception in a codec reaches no requester. The owner fails the request with it. Immutable.
 *
 * @param failure the failure of the request: {@link Failure#LIMIT} if the process has no room for a new symbol, otherwise
 *     {@link Failure#BAD_ROWS}
 * @param reason the reason, which the requester receives
 */
public record UnreadableRows(Failure failure, String reason) {}
