/**
 * Internal. Queries over the rows of one {@link io.tickbus.table.Snapshot}. The owner of the tables evaluates queries
 * for clients. Any thread can evaluate a query.
 *
 * <p>{@code Filter} finds rows by the values of their columns. {@code Select} is a query in q's own text. {@code
 * Tokens} and {@code Parser} convert the text to {@code Expression}s. {@code Scan} reads the snapshot's segments in
 * {@code Chunk}s and keeps the rows that meet the conditions. {@code Evaluation} applies each {@code Verb} to whole
 * vectors. {@code Projection} builds the result of a select without {@code by}. {@code Grouping} builds the result of a
 * select with {@code by}, from {@code Groups} and {@code Accumulator}s.
 *
 * <p>May import {@code table} and {@code q}.
 */
@NullMarked
package io.tickbus.query;

import org.jspecify.annotations.NullMarked;
