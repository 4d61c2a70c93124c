package io.tickbus.client;

import io.tickbus.event.Addresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Knows the epoch of the owner of the tables, by what owners announce and by what they reply. Epochs rise; a lower one
 * is of an owner that was replaced and does not know it yet, unless nothing else is heard: after a split cluster has
 * come together, the owner that is left may be the one with the lower epoch.
 */
final class OwnerWatch {
    static final long UNKNOWN = 0;
    /** Announcements of a lower epoch, and of no other in between, after which it is believed: they come twice a second. */
    static final int LOWER_ANNOUNCEMENTS_MAX = 10;

    private final Runnable changed;
    private @Nullable MessageConsumer<Object> announcements;
    private volatile long epoch = UNKNOWN;
    private int lower;

    /** @param changed run when another epoch is announced */
    OwnerWatch(Runnable changed) {
        this.changed = changed;
    }

    /** Listens from now on, on the current context. Completes when all nodes know of it. */
    Future<Void> start(Vertx vertx) {
        MessageConsumer<Object> consumer = vertx.eventBus().consumer(Addresses.OWNER, message -> {
            if (message.body() instanceof JsonObject owner && owner.getValue("epoch") instanceof Number announced) {
                announced(announced.longValue());
            }
        });
        announcements = consumer;
        return consumer.completion();
    }

    void stop() {
        if (announcements != null) {
            announcements.unregister();
        }
    }

    /** Returns the epoch of the owner, as far as it is known; {@link #UNKNOWN} before any was heard of. For any thread. */
    long epoch() {
        return epoch;
    }

    void announced(long heard) {
        if (heard == epoch) {
            lower = 0;
        } else if (heard > epoch || ++lower == LOWER_ANNOUNCEMENTS_MAX) {
            epoch = heard;
            lower = 0;
            changed.run();
        }
    }

    /** Takes note of the epoch of a reply; false when it is of an owner that was replaced. */
    boolean isCurrent(long replied) {
        epoch = Math.max(epoch, replied);
        return replied == epoch;
    }

    /** Whether the owner is known to be another one than that. */
    boolean isReplaced(long known) {
        return epoch != UNKNOWN && epoch != known;
    }
}
