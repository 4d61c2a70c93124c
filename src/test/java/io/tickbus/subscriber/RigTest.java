package io.tickbus.subscriber;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The base class of tests of a whole subscriber. Each test has its own rig. */
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
