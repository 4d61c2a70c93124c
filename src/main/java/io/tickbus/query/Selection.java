package io.tickbus.query;

import io.tickbus.q.Flip;

/**
 * Rows that a filter lets through.
 *
 * @param offset where the part of the table begins that they are all of
 * @param next the offset behind that part
 * @param rows in the table's order
 */
public record Selection(long offset, long next, Flip rows) {}
