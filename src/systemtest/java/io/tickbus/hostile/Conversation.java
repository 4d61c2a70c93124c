package io.tickbus.hostile;

import java.io.IOException;

/** A connection over which the {@link GoodClient} repeats one request. */
interface Conversation extends AutoCloseable {
    /** Opens connections. */
    @FunctionalInterface
    interface Opener {
        Conversation open() throws IOException;
    }

    /** Sends the request, and checks the answer. */
    void ask() throws IOException;

    @Override
    void close();
}
