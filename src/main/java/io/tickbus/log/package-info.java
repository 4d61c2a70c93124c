/**
 * Internal. Reads, writes and repairs tickerplant logs, which are files of consecutive messages.
 * {@link io.tickbus.log.LogWriter} writes a log and holds the {@code LogLock} of the log's name. Readers take no lock.
 * {@link io.tickbus.log.LogReader} reads a log through a {@code LogWindow}, and continues after damage with
 * {@code LogResync}. {@link io.tickbus.log.Disk} is the file system that writers use. May import {@code q.wire} and
 * {@code q}. Does not use Vert.x.
 *
 * <pre>
 * 0    2                    8
 * +----+--------------------+--------+--------+--------+ ...
 * | ff | 00 00 00 00 00 00  | (`upd; table; x), each as  |
 * | 01 | list, never counted| in IPC without its header  |
 * +----+--------------------+--------+--------+--------+ ...
 * </pre>
 *
 * A log contains no message lengths and no checksums. Only decoding a message shows where it ends.
 *
 * <p>Source: <a href="https://github.com/KxSystems/kdb-tick">kdb+tick</a>.
 */
@NullMarked
package io.tickbus.log;

import org.jspecify.annotations.NullMarked;
