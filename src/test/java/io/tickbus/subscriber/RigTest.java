package io.tickbus.subscriber;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every test of a subscriber as a whole begins with: a rig of its own. */
abstract class RigTest {
    @SuppressWarnings("NullAway.Init")
    Rig rig;

    @BeforeEach
    final void start() throws Exception {
        rig = new Rig();
    }

    @AfterEach
    final void close() throws Exception {
        rig.close();
    }
}
