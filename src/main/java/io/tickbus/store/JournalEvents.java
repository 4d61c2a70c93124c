package io.tickbus.store;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.slf4j.event.Level;

/**
 * Publishes events about a table's journal for operators. A failure is published once, even if later attempts also
 * fail. Only the owner's thread uses this class.
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

    void failed(String reason) {
        // Repeated failures are reported too, because an earlier owner may have ended the outage.
        events.outage(KIND, reason);
        if (!reason.equals(lastReason)) {
            lastReason = reason;
            publish(Level.ERROR, "journalFailed", new JsonObject().put("reason", reason));
        }
    }

    /**
     * Publishes that the journal can be used.
     *
     * @param rows the number of the journal's rows that are in the table
     */
    void opened(long rows) {
        lastReason = "";
        events.outage(KIND, "");
        publish(Level.INFO, "journalOpened", new JsonObject().put("rows", rows));
    }

    /** Publishes that the journal can be used again. Does nothing if no failure was published. */
    void recovered(long rows) {
        if (!lastReason.isEmpty()) {
            opened(rows);
        }
    }

    /** Ends the outage of a released journal, because this node no longer writes it. */
    void released() {
        events.outage(KIND, "");
    }

    /** Returns whether the last use of the journal has failed. */
    boolean hasFailed() {
        return !lastReason.isEmpty();
    }

    /** Publishes which part of an opened journal could not be read. Does nothing if the whole journal was read. */
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
