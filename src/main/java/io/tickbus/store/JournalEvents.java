package io.tickbus.store;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.slf4j.event.Level;

/** What an operator must hear of a table's journal; each trouble once, until it is over. */
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

    /** It cannot be used. */
    void failed(String reason) {
        events.outage(KIND, reason); // also what was said: an owner before may have ended its own meanwhile
        if (!reason.equals(lastReason)) {
            lastReason = reason;
            publish(Level.ERROR, "journalFailed", new JsonObject().put("reason", reason));
        }
    }

    /** It can be used, and so many rows of it are in the table. */
    void opened(long rows) {
        lastReason = "";
        events.outage(KIND, "");
        publish(Level.INFO, "journalOpened", new JsonObject().put("rows", rows));
    }

    /** It can be used again, if it could not. */
    void recovered(long rows) {
        if (!lastReason.isEmpty()) {
            opened(rows);
        }
    }

    /** It is released: the node has no journal that could be written. */
    void released() {
        events.outage(KIND, "");
    }

    /** Returns whether it could not be used, as far as is known. */
    boolean hasFailed() {
        return !lastReason.isEmpty();
    }

    /** Something in it could not be read, if that is so. */
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
