package io.tickbus.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.kx.c;
import io.tickbus.publish.LogDirectory;
import io.tickbus.tickerplant.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chained tickerplant tells no day that cannot have ended, and names its logs by the days after it. */
@Timeout(90)
class ChainWrongDateTest {
    private static final LocalDate FAR = LocalDate.of(2099, 1, 1);

    @TempDir
    private Path dir;

    private final LocalDate today = LocalDate.now(ZoneId.systemDefault());
    private LogDirectory logs = new LogDirectory(Path.of(""), ChainServer.MESSAGE_BYTES_MAX);

    @BeforeEach
    void open() {
        logs = new LogDirectory(dir.resolve("chain"), ChainServer.MESSAGE_BYTES_MAX);
    }

    private Path log(LocalDate day) {
        return dir.resolve("chain")
                .resolve("tickbus" + day.toString().replace('-', '.'))
                .toAbsolutePath();
    }

    /** Ends today and tomorrow. Subscribers get both dates, and the logs of the following days begin. */
    private void twoDaysEnd(ChainRig rig, c client) throws Exception {
        rig.trade(0, 2);
        assertThat(ChainRig.pushed(client, 2)).containsExactly(0L, 1L);
        rig.endDay(today);
        assertThat(told(client)).isEqualTo(today);
        assertThat(rig.client().k(".u.L")).isEqualTo(":" + log(today.plusDays(1)));

        rig.trade(2, 3);
        assertThat(ChainRig.pushed(client, 1)).containsExactly(2L);
        rig.endDay(today.plusDays(1));
        assertThat(told(client)).isEqualTo(today.plusDays(1));
        assertThat(rig.client().k(".u.L")).isEqualTo(":" + log(today.plusDays(2)));
    }

    private static LocalDate told(c client) throws Exception {
        Object[] end = (Object[]) client.k();
        assertThat(end[0]).isEqualTo(".u.end");
        return LocalDate.parse(end[1].toString());
    }

    @Test
    void wrongDateOfAnOwnerIsToldToNoSubscriber() throws Exception {
        try (ChainRig rig = new ChainRig(dir, 0, logs)) {
            c client = rig.client();
            client.k(".u.sub[`trade;`]");
            rig.endDayOf("last", FAR);
            rig.endDayOf("trade", FAR);

            twoDaysEnd(rig, client);
        }
    }

    @Test
    void logOfADayThatCannotHaveBegunIsNoDayToGoOnWith() throws Exception {
        Files.createDirectories(log(FAR).getParent());
        Files.write(log(FAR), new byte[] {(byte) 0xFF, 1, 0, 0, 0, 0, 0, 0});
        try (ChainRig rig = new ChainRig(dir, 0, logs)) {
            c client = rig.client();
            client.k(".u.sub[`trade;`]");
            assertThat(client.k(".u.L")).isEqualTo(":" + log(today));

            twoDaysEnd(rig, client);
        }
    }

    @Test
    void daysThatEndedUnderAClockThatWasAheadHoldUpNoOther() throws Exception {
        ManualClock clock = new ManualClock("2099-01-01T12:00:00Z");
        try (ChainRig rig = new ChainRig(dir, 0, logs, clock)) {
            c client = rig.client();
            client.k(".u.sub[`trade;`]");
            assertThat(client.k(".u.L")).isEqualTo(":" + log(FAR));
            rig.endDayOf("last", FAR);
            rig.endDayOf("trade", FAR);
            assertThat(told(client)).isEqualTo(FAR);
            assertThat(rig.client().k(".u.L")).isEqualTo(":" + log(FAR.plusDays(1)));

            clock.set(Instant.now().toString());
            twoDaysEnd(rig, client);
        }
    }
}
