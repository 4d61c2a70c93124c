/**
 * Internal, except for the verticle TableVerticle. Owns the tables of a cluster and answers requests about them on the
 * bus.
 *
 * <p>{@link io.tickbus.store.TableVerticle} contends for the lease of the tables. The owner has an {@code Ownership}:
 * {@code BusEndpoints} registers the addresses of each {@code Topic}, and {@code RequestGuard} replies only while
 * ownership is certain. A positioned batch passes {@code Partitions}, which checks its position, and
 * {@code EndOfDayBarrier}, which may retain it. {@code Generations} then appends its rows to a {@code Table}. The other
 * classes:
 *
 * <pre>
 *  PartitionProgress one partition: its position, its log position, digests of its rows
 *  Generations       the table that is read and the one that is written; they differ during a rebuild. A Generation has the
 *                    SourceLogs of each partition, a Rebuild compares the rows that left with those that came, and
 *                    DiscardCounts counts the lost rows
 *  ControlRecords    applies gaps, rebuilds and ends of days
 *  EndOfDayBarrier   waits until all partitions have ended a day, then DayAction ends it for the table
 *  AppendSink        rows of applications: TableSink appends them to the table, Journal writes them to its JournalFile first,
 *                    TickerplantSink sends them to q
 *  MemoryBudget      bounds the memory of all tables; TopicMemory counts each table's share, MemoryAlarm warns,
 *                    HeldBatchRetry tries again
 *  Archive           keeps the rows of ended days until they are whole in a DayFile
 * </pre>
 *
 * All classes except the verticle, its endpoints and its host work on a {@code StoreHost}, and so need no bus. May
 * import {@code cluster}, {@code query}, {@code table}, {@code log}, {@code metrics}, {@code event}, {@code q}, {@code q.wire}
 * and {@code config}.
 */
@NullMarked
package io.tickbus.store;

import org.jspecify.annotations.NullMarked;
