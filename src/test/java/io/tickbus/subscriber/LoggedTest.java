package io.tickbus.subscriber;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The fake q writes a log, which is empty at first. */
abstract class LoggedTest extends OwnedTest {
    /** The log's name, as kdb+tick names those of a day. */
    static final String LOG = "sym2026.08.21";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    LoggingQ q;

    @BeforeEach
    final void openLog() throws Exception {
        q = new LoggingQ(rig, directory.resolve(LOG));
    }

    @AfterEach
    final void closeLog() throws Exception {
        q.close();
    }
}
