package io.tickbus.client;

import io.tickbus.event.Addresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the epoch of the tables' owner, from announcements and replies. Each new owner has a higher epoch. An owner
 * with a lower epoch was replaced and has not noticed it.
 *
 * <p>There is one exception. After a split cluster has merged, the remaining owner may have the lower epoch. Its epoch
 * is accepted if no other owner announces itself.
 *
 * <p>The context that calls {@link #start} owns this object. {@link #epoch} is thread-safe.
 */
final class OwnerWatch {
    static final long UNKNOWN = 0;
    /**
     * The number of consecutive announcements with a lower epoch after which the lower epoch is accepted. An owner
     * announces itself twice a second, so this takes 5 s.
     */
    static final int LOWER_ANNOUNCEMENTS_MAX = 10;

    private final Runnable changed;
    private @Nullable MessageConsumer<Object> announcements;
    private volatile long epoch = UNKNOWN;
    private int lower;

    /** @param changed called when another epoch is announced, on the context that called {@link #start} */
    OwnerWatch(Runnable changed) {
        this.changed = changed;
    }

    /**
     * Starts to receive announcements on the current context. The future completes when all nodes know the
     * registration.
     */
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

    /** Returns the owner's epoch, or {@link #UNKNOWN} before the first announcement or reply. Thread-safe. */
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

    /** Records the epoch of a reply. Returns false if a replaced owner sent the reply. */
    boolean isCurrent(long replied) {
        epoch = Math.max(epoch, replied);
        return replied == epoch;
    }

    /** Returns whether the owner's epoch differs from {@code known}. */
    boolean isReplaced(long known) {
        return epoch != UNKNOWN && epoch != known;
    }
}
