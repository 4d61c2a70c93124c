/**
 * The table verticle: the one owner of the tables, and what it answers on the bus. May import {@code cluster},
 * {@code query}, {@code table}, {@code log}, {@code metrics}, {@code event}, {@code q} and {@code config}.
 *
 * <p>{@link io.tickbus.store.TableVerticle} stands by until it is the owner, and then has a {@code Ownership}: {@code BusEndpoints} put
 * each table on its addresses, and a {@code Topic} answers there, by way of {@code RequestGuard}, which hold back what an owner that
 * cannot be sure of itself was about to say. Under it
 *
 * <pre>
 *  Partitions   what each partition has brought: its position, its place in the log, its last row
 *  Generations  the table that is read and the one that is written, which differ while it is rebuilt: a Generation has the
 *               SourceLogs of each partition, a Rebuild compares what left with what came, and Discards counts what was lost
 *  Marks        what comes among the rows: gaps, rebuilds, ends of days
 *  EndOfDay     waits until all partitions have ended a day, then has DayAction end it for the table
 *  ClientRows   what becomes of the rows of applications: DirectRows go into the table, a Journal keeps them in its
 *               JournalFile first, PublishedRows go to q
 *  MemoryBudget bounds what all tables take; TopicMemory counts each one's share, MemoryAlarm warns, RoomWait tries again
 *  Archive      holds the rows of days that have ended until each is whole in its DayFile
 * </pre>
 *
 * All of it but the verticle and its listeners works on a {@code StoreHost}, and so without a bus.
 */
@NullMarked
package io.tickbus.store;

import org.jspecify.annotations.NullMarked;
