package io.tickbus.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.publish.FillableDisk;
import io.tickbus.publish.LogDirectory;
import io.tickbus.publish.PublicationLog;
import io.tickbus.server.Logged;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A chained tickerplant whose log finds no room on its disk, and then does. */
@Timeout(120)
class FullDiskTest {
    private static final int ATTEMPTS = 5;

    private final FillableDisk disk = new FillableDisk();
    private final LocalDate today = LocalDate.now(ZoneId.systemDefault());

    @TempDir
    private Path dir;

    private ChainRig rig(int publishMs) throws Exception {
        return new ChainRig(
                dir, publishMs, new LogDirectory(dir.resolve("chain"), ChainServer.MESSAGE_BYTES_MAX, disk));
    }

    /** Waits until nothing can be written, and that was tried some times. */
    private void untilItIsFull() {
        ChainRig.until(() -> disk.refused() >= ATTEMPTS);
    }

    private String[] files() {
        return dir.resolve("chain").toFile().list();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void subscribersWaitAndMissNothing(int publishMs) throws Exception {
        try (ChainRig rig = rig(publishMs);
                Logged logged = new Logged(PublicationLog.class)) {
            rig.subscribeBehind();
            c client = rig.client();
            client.k(".u.sub[`trade;`]");
            rig.trade(0, 10);
            rig.untilBehind(0, 10);
            disk.room(250); // some rows more
            rig.trade(10, 200);
            untilItIsFull();
            c other = rig.client();
            assertThatThrownBy(() -> other.k(".u.sub[`trade;`]"))
                    .hasMessageStartingWith("log: ")
                    .hasMessageEndingWith("No space left on device");
            assertThat((long) other.k(".u.i")).as("in the file").isBetween(1L, 199L);
            assertThat(logged.lines()).singleElement().asString().contains("cannot write its log");
            disk.room(1 << 20);
            rig.trade(200, 300);

            assertThat(ChainRig.pushed(client, 300)).isEqualTo(ChainRig.sizes(0, 300));
            rig.untilBehind(0, 300);
            assertThat(logged.lines()).hasSize(2).last().asString().contains("writes its log again");
            c late = rig.client();
            assertThat(ChainRig.logged(late.k("(.u.sub[`trade;`];.u `i`L)"))).isEqualTo(ChainRig.sizes(0, 300));
            assertThat(files()).as("the log, and its lock").hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void nothingIsPublishedThatIsNotLogged(int publishMs) throws Exception {
        try (ChainRig rig = rig(publishMs)) {
            c client = rig.client();
            client.k(".u.sub[`trade;`]");
            rig.trade(0, 3);
            assertThat(ChainRig.pushed(client, 3)).isEqualTo(ChainRig.sizes(0, 3));
            long before = (long) client.k(".u.i");
            disk.room(5);
            rig.trade(3, 5);
            untilItIsFull();
            assertThat(client.k(".u.i"))
                    .as("nothing was pushed before this reply")
                    .isEqualTo(before);
            assertThat(rig.outages()).hasSize(1);
            assertThat(rig.outages().firstKey()).isEqualTo("log of the gateway in " + dir.resolve("chain"));
            disk.room(1 << 20);

            assertThat(ChainRig.pushed(client, 2)).isEqualTo(ChainRig.sizes(3, 5));
            ChainRig.until(() -> rig.outages().isEmpty());
        }
    }

    @Test
    void subscribersSubscribeAnewWhenASecondDayEndsMeanwhile() throws Exception {
        try (ChainRig rig = rig(0)) {
            c client = rig.client();
            client.k(".u.sub[`;`]");
            disk.room(0);
            rig.trade(0, 3);
            rig.endDay(today);
            untilItIsFull();
            rig.endDay(today.plusDays(1));

            assertThatThrownBy(client::k).as("no day was ended").isInstanceOf(IOException.class);
        }
    }

    @Test
    void dayEndsWhenItsRowsAreLogged() throws Exception {
        try (ChainRig rig = rig(0)) {
            c client = rig.client();
            client.k(".u.sub[`;`]");
            disk.room(0);
            rig.trade(0, 3);
            rig.endDay(today);
            untilItIsFull();
            disk.room(1 << 20);
            rig.trade(3, 5);

            assertThat(ChainRig.pushed(client, 3)).isEqualTo(ChainRig.sizes(0, 3));
            assertThat((Object[]) client.k()).startsWith(".u.end");
            assertThat(ChainRig.pushed(client, 2)).isEqualTo(ChainRig.sizes(3, 5));
            assertThat(ChainRig.logged(client.k("(.u.sub[`trade;`];.u `i`L)"))).isEqualTo(ChainRig.sizes(3, 5));
        }
    }

    @Test
    void logThatCannotBeBegunIsBegunWhenThereIsRoom() throws Exception {
        try (ChainRig rig = rig(0)) {
            c client = rig.client();
            client.k(".u.sub[`;`]");
            rig.trade(0, 3);
            assertThat(ChainRig.pushed(client, 3)).isEqualTo(ChainRig.sizes(0, 3));
            client.k(".u.i"); // all is in the file
            disk.room(0);
            rig.replaceOwner();
            assertThatThrownBy(client::k).isInstanceOf(IOException.class);
            untilItIsFull();
            disk.room(1 << 20);
            c other = rig.client();
            ChainRig.until(() -> List.of((String[]) other.k(".u.t")).contains("trade"));
            rig.subscribeBehind(); // to the tables that there are

            rig.untilBehind(0, 3);
            assertThat(files()).as("the log, its lock, and the one replaced").hasSize(3);
        }
    }
}
