package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.log.LogWriter;
import io.tickbus.q.wire.Encoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log of an earlier day proves the table's rows wrong, and logs of the days between that one and today's are not whole. */
class RebuildChainTest extends LoggedTest {
    private static final int HEAD_BYTES = 8;
    private static final String SECOND = "sym2026.08.22";

    @BeforeEach
    void tableHasRowsThatTheFirstLogNoLongerHas() throws Exception {
        q.append(1, 2, 3);
        q.live(rig.logged("reconnectDelayMsMin", 1), 3).close();
        rig.untilNumbersAre(1, 2, 3);
        q.roll(SECOND).append(21, 22, 23);
        q.roll("sym2026.08.23").append(31);
        write(directory.resolve(LOG), 11, 12, 13, 14);
    }

    @Test
    void tableIsMadeAnewFromLogsThatAreAllWhole() throws Exception {
        q.live(1);
        rig.untilEvent("rebuilt");
        rig.untilNumbersAre(11, 12, 13, 14, 21, 22, 23, 31);
        assertThat(rig.events("gap")).isEmpty();
    }

    @Test
    void rowsStayWhenALogBetweenIsDamaged() throws Exception {
        damage(directory.resolve(SECOND));
        q.live(1);

        rig.untilNumbersAre(1, 2, 3, 21, 31);
        assertThat(rig.events("rebuild")).isEmpty();
        assertThat(rig.events("gap"))
                .hasSize(2)
                .allSatisfy(reason -> assertThat(reason).contains(SECOND + " is damaged"))
                .first()
                .asString()
                .endsWith("; the table's rows stay");
        assertThat(rig.journal("prices"))
                .containsSubsequence("3", "GAP", "END_OF_DAY 2026-08-21", "21", "GAP", "END_OF_DAY 2026-08-22", "31");
    }

    @Test
    void rowsStayWhenTodaysLogIsDamaged() throws Exception {
        damage(q.file());
        q.live(2);

        rig.untilNumbersAre(1, 2, 3, 21, 22, 23, 31);
        assertThat(rig.events("rebuild")).isEmpty();
    }

    private static void write(Path log, long... numbers) throws IOException {
        Files.delete(log);
        try (LogWriter writer = LogWriter.open(log)) {
            for (long number : numbers) {
                writer.append(Encoder.body(Rig.upd(number)));
            }
        }
    }

    /** Makes the second message unreadable, or adds one that is. */
    private static void damage(Path log) throws IOException {
        int bytes = Encoder.body(Rig.upd(0)).length;
        byte[] bad = new byte[bytes];
        java.util.Arrays.fill(bad, (byte) 0x55);
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(bad), HEAD_BYTES + (long) bytes);
        }
    }
}
