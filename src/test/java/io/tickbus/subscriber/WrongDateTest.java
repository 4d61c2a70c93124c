package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.StoreConfig;
import io.tickbus.log.LogReader;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.store.TableVerticle;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days that end with a date that cannot be theirs, or with none, as bytes that q sends; the two days after them are archived. */
class WrongDateTest extends LoggedTest {
    private static final LocalDate FRIDAY = LocalDate.of(2026, 8, 21);
    private static final LocalDate SATURDAY = FRIDAY.plusDays(1);

    private Path archive = Path.of("");

    @BeforeEach
    void archivePrices() {
        archive = directory.resolve("archive");
        rig.loseOwner();
        StoreConfig config = StoreConfig.of(Map.of(
                "store",
                Map.of("archiveDir", archive.toString()),
                "tables",
                Map.of("prices", Map.of("endOfDay", "archive"))));
        Rig.await(rig.vertx.deployVerticle(new TableVerticle(config)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            .u.end 2099.01.01  | 010000001b000000000002000000f52e752e656e6400f2408d0000 | 2099-01-01
            .u.end 0Wd         | 010000001b000000000002000000f52e752e656e6400f2ffffff7f | 0Wd
            .u.end -0Wd        | 010000001b000000000002000000f52e752e656e6400f201000080 | -0Wd
            .u.end 2000.01.01  | 010000001b000000000002000000f52e752e656e6400f200000000 | 2000-01-01
            .u.end 2026.08.19  | 010000001b000000000002000000f52e752e656e6400f2ff250000 | 2026-08-19
            endofday 2099.01.01| 010000001d000000000002000000f5656e646f6664617900f2408d0000 | 2099-01-01
            """)
    void wrongDateIsToldAndEndsNothingAndTheNextTwoDaysAreRight(String name, String hex, String date) throws Exception {
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        q.publish(peer, 1);
        peer.write(HexFormat.of().parseHex(hex));
        q.publish(peer, 2);
        untilNumbersAre(1, 2);
        endTwoDays(peer);

        assertThat(archived()).isEqualTo(Map.of("prices2026.08.21", List.of(1L, 2L), "prices2026.08.22", List.of(3L)));
        assertThat(rig.journal("prices"))
                .containsExactly("LOG_POSITION", "1", "2", "END_OF_DAY 2026-08-21", "3", "END_OF_DAY 2026-08-22", "4");
        assertThat(rig.events("implausibleEndOfDay"))
                .singleElement()
                .satisfies(reason -> assertThat(reason)
                        .startsWith(name.substring(0, name.indexOf(' ')) + " ends no day: " + date + " is "));
        assertThat(told("implausibleEndOfDay")).containsExactly("s " + date);
        assertThat(rig.reasons()).isEqualTo(rig.events("implausibleEndOfDay"));
        assertThat(rig.lastStatus().getString("state")).isEqualTo("LIVE");
    }

    /** The place in the log does not move, so that nothing is doubled or missing after a cut. */
    @Test
    void wrongDateLeavesThePlaceInTheLog() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        q.publish(peer, 1);
        peer.push(LoggingQ.end(LocalDate.of(2099, 1, 1)));
        q.publish(peer, 2);
        untilNumbersAre(1, 2);
        peer.close();
        q.append(3);
        q.live(3);

        untilNumbersAre(1, 2, 3);
        assertThat(rig.events("rebuild")).isEmpty();
        assertThat(rig.events("gap")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            .u.end 0Nd                      | 010000001b000000000002000000f52e752e656e6400f200000080
            .u.end 2026.08.21D00:00:00      | 010000001f000000000002000000f52e752e656e6400f40000c3a67ed9ac0b
            .u.end `2099.01.01              | 0100000022000000000002000000f52e752e656e6400f5323039392e30312e303100
            .u.end enlist 2099.01.01        | 0100000020000000000002000000f52e752e656e64000e0001000000408d0000
            .u.end 36160                    | 010000001f000000000002000000f52e752e656e6400f9408d000000000000
            """)
    void endWithoutADateIsThatOfTheDayThatTheLogNames(String name, String hex) throws Exception {
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        q.publish(peer, 1);
        peer.write(HexFormat.of().parseHex(hex));
        q.roll("sym2026.08.22");
        q.publish(peer, 2);
        untilNumbersAre(2);
        peer.push(LoggingQ.end(SATURDAY));
        q.roll("sym2026.08.23");
        q.publish(peer, 3);
        untilNumbersAre(3);

        Rig.until("archived", () -> told("archived").size() == 2);
        assertThat(archived()).isEqualTo(Map.of("prices2026.08.21", List.of(1L), "prices2026.08.22", List.of(2L)));
        assertThat(rig.reasons()).isEmpty();
    }

    /** The days of a weekend are left out, and a day of last month ends late. */
    @Test
    void daysMayBeLeftOutAndEndLate() throws Exception {
        FakeQ.Peer peer = q.live(rig.logged(), 0);
        q.publish(peer, 1);
        peer.push(LoggingQ.end(FRIDAY));
        q.roll("sym2026.08.24");
        q.publish(peer, 2);
        peer.push(LoggingQ.end(LocalDate.of(2026, 8, 24)));
        q.roll("sym2026.08.25");
        q.publish(peer, 3);
        untilNumbersAre(3);

        Rig.until("archived", () -> told("archived").size() == 2);
        assertThat(archived()).isEqualTo(Map.of("prices2026.08.21", List.of(1L), "prices2026.08.24", List.of(2L)));
        assertThat(rig.reasons()).isEmpty();
    }

    private void endTwoDays(FakeQ.Peer peer) throws Exception {
        peer.push(LoggingQ.end(FRIDAY));
        q.roll("sym2026.08.22");
        q.publish(peer, 3);
        untilNumbersAre(3);
        peer.push(LoggingQ.end(SATURDAY));
        q.roll("sym2026.08.23");
        q.publish(peer, 4);
        untilNumbersAre(4);
        Rig.until("archived", () -> told("archived").size() == 2);
    }

    /** Waits until the table has these rows alone: those of a day leave with it. */
    private void untilNumbersAre(long... expected) {
        Rig.until("rows " + Arrays.toString(expected), () -> Arrays.equals(rig.numbers(), expected));
    }

    private List<String> told(String event) {
        return rig.events().stream()
                .filter(one -> event.equals(one.getString("event")))
                .map(WrongDateTest::source)
                .toList();
    }

    private static String source(JsonObject event) {
        return event.getString("partition") + " " + event.getString("date");
    }

    /** The numbers in each file of the archive. */
    private Map<String, List<Long>> archived() throws IOException {
        Map<String, List<Long>> files = new TreeMap<>();
        try (var paths = Files.list(archive)) {
            for (Path path : paths.toList()) {
                files.put(path.getFileName().toString(), numbers(path));
            }
        }
        return files;
    }

    private static List<Long> numbers(Path file) throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (LogReader log = LogReader.open(file, 1 << 20)) {
            for (Value message = log.next(); message != null; message = log.next()) {
                QVector column = (QVector) ((GeneralList) ((GeneralList) message).valueAt(2)).valueAt(0);
                for (int row = 0; row < column.size(); row++) {
                    numbers.add(column.longAt(row));
                }
            }
        }
        return numbers;
    }
}
