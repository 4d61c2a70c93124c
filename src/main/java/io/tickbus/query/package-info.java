/**
 * Questions about rows, answered from a {@link io.tickbus.table.Snapshot} on any thread. May import {@code table} and
 * {@code q}.
 *
 * <pre>
 *  Filter       rows that have given values
 *  Select       a question in q's own text: Tokens and a Parser make Expressions of it
 *  Scan         goes through a snapshot's segments in Chunks of rows, those that meet the conditions
 *  Evaluation   applies Verbs to whole vectors: Arithmetic, Comparison, Members, Membership, Bars, TemporalField;
 *               QuestionSymbols are those that it compares without the process getting to know them
 *  Projection   what a select without by gives; Grouping, with Groups and Accumulators, what one with by does
 * </pre>
 */
@NullMarked
package io.tickbus.query;

import org.jspecify.annotations.NullMarked;
