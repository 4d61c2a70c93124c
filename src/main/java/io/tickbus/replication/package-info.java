/**
 * Internal. The protocol between subscribers and the owner of the tables.
 *
 * <p>A subscriber sends {@link io.tickbus.replication.OpenPartition}. The owner replies with a {@link
 * io.tickbus.replication.PartitionState}, which contains the partition's epoch, position and log position.
 *
 * <p>The subscriber then sends rows or a {@link io.tickbus.replication.ControlRecord} in a {@link
 * io.tickbus.replication.PartitionBatch}. The owner replies with an {@link io.tickbus.event.AppendReply}.
 *
 * <p>This package may import {@code event} and {@code q}.
 */
@NullMarked
package io.tickbus.replication;

import org.jspecify.annotations.NullMarked;
