/**
 * Internal. Reads, writes and repairs tickerplant logs: files of messages, one after the other.
 * {@link io.tickbus.log.LogWriter} writes a log and holds the {@code LogLock} of its name; readers take no lock.
 * {@link io.tickbus.log.LogReader} reads a log through a {@code LogWindow}, and continues after damage with
 * {@code LogResync}.
 * {@link io.tickbus.log.Disk} is the file system as writers use it. May import {@code q.wire} and {@code q}; knows nothing of Vert.x.
 *
 * <pre>
 * 0    2                    8
 * +----+--------------------+--------+--------+--------+ ...
 * | ff | 00 00 00 00 00 00  | (`upd; table; x), each as  |
 * | 01 | list, never counted| in IPC without its header  |
 * +----+--------------------+--------+--------+--------+ ...
 * </pre>
 *
 * A log has no lengths and no checksums: only reading a message tells where it ends.
 *
 * <p>Source: <a href="https://github.com/KxSystems/kdb-tick">kdb+tick</a>.
 */
@NullMarked
package io.tickbus.log;

import org.jspecify.annotations.NullMarked;
