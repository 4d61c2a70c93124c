/**
 * {@code scripts/chaos}: a tickerplant and a pipeline, each a process of its own, faults between them and of them, and in the
 * end the table beside the tickerplant's log, row by row.
 */
@NullMarked
package io.tickbus.chaos;

import org.jspecify.annotations.NullMarked;
