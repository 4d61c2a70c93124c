/**
 * The tickerplant's log: a file of messages one after the other, written by {@link io.tickbus.log.LogWriter} and read by
 * {@link io.tickbus.log.LogReader}.
 *
 * <pre>
 *  0    2                    8
 * +----+--------------------+--------+--------+--------+ ...
 * | ff | 00 00 00 00 00 00  | (`upd; table; x), each as  |
 * | 01 | list, never counted| in IPC without its header  |
 * +----+--------------------+--------+--------+--------+ ...
 * </pre>
 *
 * A writer holds a lock on the file {@code <log>.lock} beside the log; readers take no lock.
 *
 * <p>No lengths, no checksums: where a message ends is known only by reading it. May import {@code q}; no Vert.x.
 *
 * <p>Source: <a href="https://github.com/KxSystems/kdb-tick">kdb+tick</a>.
 */
@NullMarked
package io.tickbus.log;

import org.jspecify.annotations.NullMarked;
