package io.tickbus.tickerplant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.log.LogReader;
import io.tickbus.publish.FillableDisk;
import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tickerplant whose log finds no room on its disk, and then does. */
@Timeout(60)
class TickerplantFullDiskTest {
    private static final int ATTEMPTS = 3;
    private static final long LIMIT_SECONDS = 30;
    private static final int MESSAGE_BYTES_MAX = 1 << 20;

    private final FillableDisk disk = new FillableDisk();

    @TempDir
    private Path dir;

    private RunningTickerplant tickerplant(int batchMs) {
        return new RunningTickerplant(Map.of("logDir", dir.toString(), "batchMs", batchMs), disk);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Waits until a write has failed, and was tried again some times. */
    private void untilItIsFull() {
        until(() -> disk.refused() >= ATTEMPTS);
    }

    private static void untilAllIsWritten(RunningTickerplant tickerplant) {
        until(() -> tickerplant.outages().all().isEmpty());
    }

    private static void trade(c feed, long size) throws Exception {
        feed.k(".u.upd", "trade", new Object[] {"IBM", 1.5, size});
    }

    /** The sizes of the trades that are pushed, until there are as many. */
    private static List<Long> pushed(c client, int count) throws Exception {
        List<Long> sizes = new ArrayList<>();
        while (sizes.size() < count) {
            Object[] message = (Object[]) client.k();
            assertThat(message).startsWith("upd", "trade");
            LongStream.of((long[]) ((c.Flip) message[2]).at("size")).forEach(sizes::add);
        }
        return sizes;
    }

    private List<Long> logged(String day) throws IOException {
        List<Long> sizes = new ArrayList<>();
        try (LogReader log = LogReader.open(dir.resolve("tickbus" + day), MESSAGE_BYTES_MAX)) {
            for (Value next = log.next(); next != null; next = log.next()) {
                GeneralList row = (GeneralList) ((GeneralList) next).valueAt(2);
                sizes.add(((Atom) row.valueAt(3)).item().longAt(0));
            }
        }
        return sizes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void nothingIsPublishedThatIsNotLoggedAndAllGoesOnWhenThereIsRoom(int batchMs) throws Exception {
        try (RunningTickerplant tickerplant = tickerplant(batchMs)) {
            c feed = tickerplant.client();
            c subscriber = tickerplant.client();
            subscriber.k(".u.sub[`trade;`]");
            trade(feed, 0);
            assertThat(pushed(subscriber, 1)).containsExactly(0L);
            disk.room(5);
            trade(feed, 1); // which is taken, and waits
            untilItIsFull();
            assertThatThrownBy(() -> trade(feed, 2))
                    .hasMessageStartingWith("log: ")
                    .hasMessageEndingWith("No space left on device");
            assertThat(feed.k(".u.i")).isEqualTo(1L);
            assertThat(subscriber.k(".u.i"))
                    .as("nothing was pushed before this reply")
                    .isEqualTo(1L);
            assertThat(tickerplant.outages().all()).hasSize(1);
            assertThat(tickerplant.outages().all().firstKey()).isEqualTo("log of the tickerplant in " + dir);
            disk.room(1 << 20);
            untilAllIsWritten(tickerplant);
            trade(feed, 3);

            assertThat(pushed(subscriber, 2)).containsExactly(1L, 3L);
            assertThat(feed.k(".u.i")).isEqualTo(3L);
            assertThat(logged("2026.08.21")).containsExactly(0L, 1L, 3L);
            feed.close();
            subscriber.close();
        }
    }

    @Test
    void dayEndsWhenItsRowsAreLogged() throws Exception {
        try (RunningTickerplant tickerplant = tickerplant(0)) {
            c feed = tickerplant.client();
            c subscriber = tickerplant.client();
            subscriber.k(".u.sub[`trade;`]");
            disk.room(5);
            trade(feed, 0);
            untilItIsFull();
            tickerplant.clock.set("2026-08-22T00:00:00Z");
            assertThatThrownBy(() -> trade(feed, 1)).hasMessageStartingWith("log: ");
            assertThatThrownBy(() -> feed.k(".u.end[2026.08.21]")).hasMessageStartingWith("log: ");
            disk.room(1 << 20);
            untilAllIsWritten(tickerplant);
            trade(feed, 2);

            assertThat(pushed(subscriber, 1)).containsExactly(0L);
            assertThat((Object[]) subscriber.k()).startsWith(".u.end");
            assertThat(pushed(subscriber, 1)).containsExactly(2L);
            feed.k(".u.i"); // all is in the file
            assertThat(logged("2026.08.21")).containsExactly(0L);
            assertThat(logged("2026.08.22")).containsExactly(2L);
            feed.close();
            subscriber.close();
        }
    }

    @Test
    void logOfTheNextDayIsBegunWhenThereIsRoom() throws Exception {
        try (RunningTickerplant tickerplant = tickerplant(0)) {
            c feed = tickerplant.client();
            trade(feed, 0);
            feed.k(".u.i");
            disk.room(0);
            feed.k(".u.end[2026.08.21]");
            for (String request : List.of(".u.i", ".u.L", ".u.sub[`trade;`]")) {
                assertThatThrownBy(() -> feed.k(request)).hasMessageStartingWith("log: ");
            }
            disk.room(1 << 20);
            untilAllIsWritten(tickerplant);
            trade(feed, 1);

            assertThat(feed.k(".u.i")).isEqualTo(1L);
            assertThat(logged("2026.08.22")).containsExactly(1L);
            feed.close();
        }
    }

    @Test
    void ownFeedGoesOn() throws Exception {
        Map<String, ?> keys =
                Map.of("logDir", dir.toString(), "feed", Map.of("kind", "synthetic", "rowsPerSecond", 2000));
        try (RunningTickerplant tickerplant = new RunningTickerplant(keys, disk)) {
            c client = tickerplant.client();
            disk.room(500);
            untilItIsFull();
            long before = (long) client.k(".u.i");
            disk.room(1 << 24);
            untilAllIsWritten(tickerplant);

            while ((long) client.k(".u.i") < before + 10) {
                LockSupport.parkNanos(1_000_000);
            }
            client.close();
        }
    }
}
