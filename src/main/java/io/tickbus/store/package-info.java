/**
 * Internal, except for {@link io.tickbus.store.TableVerticle}. Owns the tables of a cluster and answers requests about
 * them on the bus.
 *
 * <p>{@link io.tickbus.store.TableVerticle} contends for the lease of the tables. While it is the owner, it has an
 * {@code Ownership}. {@code BusEndpoints} registers the addresses of each {@code Topic}. {@code RequestGuard} sends the
 * replies, and only while ownership is certain. {@code Partitions} checks the position of each batch. {@code
 * EndOfDayBarrier} retains batches that must wait. {@code Generations} appends the rows of batches to a {@code Table}.
 * The other classes are:
 *
 * <pre>
 *  PartitionProgress the position of one partition, its log position, and digests of its rows
 *  Generations       the table that is read and the table that is written, which differ during a rebuild
 *  Generation        a table with the SourceLogs of each partition
 *  Rebuild           compares the rows that a rebuild removes with the rows that the log brings
 *  DiscardCounts     counts the rows that are lost by rebuilds
 *  ControlRecords    applies gaps, rebuilds and ends of days
 *  EndOfDayBarrier   waits until all partitions have ended a day; DayAction then ends the day for the table
 *  AppendSink        receives the rows of applications: TableSink appends them to the table, Journal first writes them to
 *                    its JournalFile, TickerplantSink sends them to q
 *  MemoryBudget      limits the memory of all tables; TopicMemory counts the memory of each table, MemoryAlarm warns
 *  HeldBatchRetry    retries batches for which there was no memory
 *  Archive           keeps the rows of ended days until a DayFile has all of them
 * </pre>
 *
 * Most classes reach Vert.x only through a {@code StoreHost}, so tests need no bus.
 */
@NullMarked
package io.tickbus.store;

import org.jspecify.annotations.NullMarked;
