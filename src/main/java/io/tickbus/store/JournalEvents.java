package io.tickbus.store;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.slf4j.event.Level;

/**
 * Publishes the events of a table's journal that operators need to know. Each failure is published once until it ends.
 * Owner's thread only.
 */
final class JournalEvents {
    private static final String KIND = "journal";

    private final TableEvents events;
    private final String file;
    private String lastReason = "";

    JournalEvents(TableEvents events, Path file) {
        this.events = events;
        this.file = file.toString();
    }

    private void publish(Level level, String event, JsonObject details) {
        events.publish(level, event, "", details.put("file", file));
    }

    /** Reports that the journal cannot be used. */
    void failed(String reason) {
        events.outage(KIND, reason); // repeated reasons too: an earlier owner may have ended its own outage meanwhile
        if (!reason.equals(lastReason)) {
            lastReason = reason;
            publish(Level.ERROR, "journalFailed", new JsonObject().put("reason", reason));
        }
    }

    /** Reports that the journal can be used, and how many of its rows are in the table. */
    void opened(long rows) {
        lastReason = "";
        events.outage(KIND, "");
        publish(Level.INFO, "journalOpened", new JsonObject().put("rows", rows));
    }

    /** Reports that the journal can be used again, if a failure was reported. */
    void recovered(long rows) {
        if (!lastReason.isEmpty()) {
            opened(rows);
        }
    }

    /** Ends the outage of a released journal, because this node has no journal to write any more. */
    void released() {
        events.outage(KIND, "");
    }

    /** Returns whether the last known use of the journal has failed. */
    boolean hasFailed() {
        return !lastReason.isEmpty();
    }

    /** Reports a part of the journal that could not be read, if there is one. */
    void damage(JournalFile.Opened found) {
        if (found.tail() != null) {
            String damage = found.damage();
            String what = damage == null ? "it ended inside a message" : "it is damaged: " + damage;
            publish(
                    damage == null ? Level.WARN : Level.ERROR,
                    "journalDamaged",
                    new JsonObject()
                            .put("reason", what + "; what is there, and all behind it, is now in " + found.tail()));
        }
    }
}
