package io.tickbus.client;

/**
 * The position of the next row to read: an offset in one version of a table.
 *
 * @param dayEnds how many ends of days the consumer has published or skipped, as the owner counts them;
 *     {@link #UNKNOWN} before the first reply to a consumer that begins at an offset
 */
record ReadPosition(long offset, TableVersion version, long dayEnds) {
    static final long UNKNOWN = -1;

    ReadPosition at(long other) {
        return new ReadPosition(other, version, dayEnds);
    }

    ReadPosition withDayEnds(long known) {
        return new ReadPosition(offset, version, known);
    }
}
