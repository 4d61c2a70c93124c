package io.tickbus.hostile;

import java.io.IOException;

/** A connection over which the {@link GoodClient} asks the same question again and again. */
interface Conversation extends AutoCloseable {
    /** Opens conversations. */
    @FunctionalInterface
    interface Opener {
        Conversation open() throws IOException;
    }

    /** Asks, and checks the answer. */
    void ask() throws IOException;

    @Override
    void close();
}
