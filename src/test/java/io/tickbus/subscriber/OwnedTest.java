package io.tickbus.subscriber;

import org.junit.jupiter.api.BeforeEach;

/** The tables have their real owner from the start. */
abstract class OwnedTest extends RigTest {
    @BeforeEach
    final void ownTables() {
        rig.ownTables();
    }
}
