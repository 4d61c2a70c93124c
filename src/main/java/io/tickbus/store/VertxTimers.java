package io.tickbus.store;

import io.vertx.core.Vertx;

/** Timers of the verticle that made this. */
record VertxTimers(Vertx vertx) implements Timers {
    @Override
    public long after(long delayMs, Runnable action) {
        return vertx.setTimer(delayMs, timer -> action.run());
    }

    @Override
    public void cancel(long timer) {
        vertx.cancelTimer(timer);
    }
}
