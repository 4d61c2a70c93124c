/**
 * Internal. The protocol between subscribers and the owner of the tables.
 *
 * <p>A subscriber sends {@link io.tickbus.replication.OpenPartition} and gets the {@link io.tickbus.replication.PartitionState}
 * with the partition's epoch, position and log position. Then it sends a {@link io.tickbus.replication.PartitionBatch} for rows
 * or for a {@link io.tickbus.replication.ControlRecord}. The owner replies an {@link io.tickbus.event.AppendReply}.
 *
 * <p>May import {@code event} and {@code q}.
 */
@NullMarked
package io.tickbus.replication;

import org.jspecify.annotations.NullMarked;
