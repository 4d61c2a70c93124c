/**
 * The command {@code scripts/chaos}. It runs a tickerplant and a pipeline as processes, causes faults of them and
 * between them, and finally compares the tables with the tickerplant's log, row by row.
 */
@NullMarked
package io.tickbus.chaos;

import org.jspecify.annotations.NullMarked;
