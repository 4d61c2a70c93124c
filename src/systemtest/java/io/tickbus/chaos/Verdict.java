package io.tickbus.chaos;

import io.vertx.core.json.JsonObject;

/**
 * The result of comparing tables with logs. The numbers are sums over all tables.
 *
 * @param published rows of the log that belong to the subscription
 * @param inTable rows of the table
 * @param lost rows of the log that the table lacks
 * @param duplicated rows that the table has more often than the log
 * @param reordered rows of the table that come after a row which they precede in the log
 * @param altered rows with a known number whose columns differ
 * @param foreign rows of the table that no log has
 * @param firstDifference the place of the first difference and both rows; empty if there is none
 */
record Verdict(
        long published,
        long inTable,
        long lost,
        long duplicated,
        long reordered,
        long altered,
        long foreign,
        String firstDifference) {
    static final Verdict NOTHING = new Verdict(0, 0, 0, 0, 0, 0, 0, "");

    boolean isSame() {
        return firstDifference.isEmpty()
                && published == inTable
                && lost + duplicated + reordered + altered + foreign == 0;
    }

    Verdict plus(Verdict other) {
        return new Verdict(
                published + other.published,
                inTable + other.inTable,
                lost + other.lost,
                duplicated + other.duplicated,
                reordered + other.reordered,
                altered + other.altered,
                foreign + other.foreign,
                firstDifference.isEmpty() ? other.firstDifference : firstDifference);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("published", published)
                .put("inTable", inTable)
                .put("lost", lost)
                .put("duplicated", duplicated)
                .put("reordered", reordered)
                .put("altered", altered)
                .put("foreign", foreign)
                .put("firstDifference", firstDifference);
    }

    static Verdict of(JsonObject json) {
        return new Verdict(
                json.getLong("published"),
                json.getLong("inTable"),
                json.getLong("lost"),
                json.getLong("duplicated"),
                json.getLong("reordered"),
                json.getLong("altered"),
                json.getLong("foreign"),
                json.getString("firstDifference"));
    }

    @Override
    public String toString() {
        String text = "rows published %d, in table %d, lost %d, duplicated %d, reordered %d"
                .formatted(published, inTable, lost, duplicated, reordered);
        return text + (altered > 0 ? ", altered " + altered : "") + (foreign > 0 ? ", in no log " + foreign : "");
    }
}
