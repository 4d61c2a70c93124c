package io.tickbus.store;

import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.config.TableConfig.EndOfDay;
import io.tickbus.log.LogReader;
import io.tickbus.log.LogWriter;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.table.Table;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of a day that has ended, as a tickerplant's log. */
class ArchiveTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
    private static final int MESSAGE_BYTES_MAX = 1 << 20;

    @TempDir
    private Path temp;

    private Path dir;
    private OwnerLogic owner;
    private Feed feed;

    @BeforeEach
    void make() {
        dir = temp.resolve("archive");
        owner = new OwnerLogic(Owner.daily(EndOfDay.ARCHIVE, List.of(), dir));
        feed = new Feed(owner, "main");
    }

    private void endMonday() {
        feed.mark(ControlRecord.endOfDay(MONDAY, new LogPosition("", 0)));
    }

    /** The columns of each message; all are {@code (`upd; `trade; columns)}. */
    private static List<List<Value>> messages(Path file) throws IOException {
        List<List<Value>> messages = new ArrayList<>();
        try (LogReader log = LogReader.open(file, MESSAGE_BYTES_MAX)) {
            for (Value message = log.next(); message != null; message = log.next()) {
                GeneralList upd = (GeneralList) message;
                assertThat(upd.valueAt(0)).isEqualTo(Atom.symbol("upd"));
                assertThat(upd.valueAt(1)).isEqualTo(Atom.symbol("trade"));
                GeneralList columns = (GeneralList) upd.valueAt(2);
                List<Value> values = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    values.add(columns.valueAt(i));
                }
                messages.add(values);
            }
            assertThat(log.goodBytes()).isEqualTo(Files.size(file));
        }
        return messages;
    }

    private static Flip rows(Path file) throws IOException {
        Table table = new Table(Schema.of(trades(0, 0)), Owner.SEGMENT_ROWS, Long.MAX_VALUE);
        for (List<Value> columns : messages(file)) {
            table.append(new Flip(
                    Owner.COLUMNS, columns.stream().map(QVector.class::cast).toList()));
        }
        return table.snapshot().rows(0, table.nextOffset());
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<JsonObject> events(String name) {
        return owner.events().stream()
                .filter(event -> event.getString("event").equals(name))
                .toList();
    }

    @Test
    void rowsOfTheDayAreInItsFileAndNoLongerInTheTable() throws IOException {
        feed.rows(0, 11);
        endMonday();
        feed.rows(20, 22);
        assertThat(files()).containsExactly("trade2026.11.23");
        assertThat(rows(dir.resolve("trade2026.11.23"))).isEqualTo(trades(0, 11));
        assertThat(owner.rows("trade")).isEqualTo(trades(20, 22));
        assertThat(owner.describe("trade").getLong("firstOffset")).isEqualTo(11);
        assertThat(events("archived"))
                .containsExactly(new JsonObject()
                        .put("event", "archived")
                        .put("table", "trade")
                        .put("partition", "")
                        .put("reason", "")
                        .put("date", "2026-11-23")
                        .put("rows", 11L)
                        .put("file", dir.resolve("trade2026.11.23").toString()));
    }

    /** {@code (`upd;`t;(`a`b;1 2))} behind a log's head, put together by hand from the wire format. */
    @Test
    void bytesAreThoseOfALog() throws IOException {
        Flip rows = new Flip(List.of("s", "n"), List.of(SymbolVector.of("a", "b"), new LongVector(QType.LONG, 1, 2)));
        Table table = new Table(Schema.of(rows), 4, Long.MAX_VALUE);
        table.append(rows);
        Path file = DayFile.write(dir, "t", MONDAY, table.snapshot(), EndedJournal.NONE);
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(file)))
                .isEqualTo(
                        "ff01000000000000" // head
                                + "000003000000" // a list of three
                                + "f575706400" // `upd
                                + "f57400" // `t
                                + "000002000000" // two columns
                                + "0b000200000061006200" // `a`b
                                + "07000200000001000000000000000200000000000000"); // 1 2
    }

    @Test
    void twoDaysAfterAWrongDateAreInFilesOfTheirOwnDates() throws IOException {
        feed.rows(0, 3);
        feed.mark(ControlRecord.endOfDay(LocalDate.of(2099, 1, 1), new LogPosition("", 0)));
        feed.rows(3, 5);
        endMonday();
        feed.rows(20, 22);
        feed.mark(ControlRecord.endOfDay(MONDAY.plusDays(1), new LogPosition("", 0)));
        feed.rows(30, 31);
        assertThat(files()).containsExactly("trade2026.11.23", "trade2026.11.24");
        assertThat(rows(dir.resolve("trade2026.11.23"))).isEqualTo(trades(0, 5));
        assertThat(rows(dir.resolve("trade2026.11.24"))).isEqualTo(trades(20, 22));
        assertThat(owner.rows("trade")).isEqualTo(trades(30, 31));
    }

    @Test
    void messagesHaveNoMoreRowsThanTheLimit() throws IOException {
        Flip many = trades(0, DayFile.MESSAGE_ROWS_MAX + 5);
        Table table = new Table(Schema.of(many), 1 << 16, Long.MAX_VALUE);
        table.append(many);
        Path file = DayFile.write(dir, "trade", MONDAY, table.snapshot(), EndedJournal.NONE);
        assertThat(messages(file))
                .extracting(columns -> ((QVector) columns.get(0)).size())
                .containsExactly(DayFile.MESSAGE_ROWS_MAX, 5);
    }

    @Test
    void keyedTableIsArchivedWithTheLastRowOfEachKey() throws IOException {
        owner = new OwnerLogic(Owner.daily(EndOfDay.ARCHIVE, List.of("sym"), dir));
        feed = new Feed(owner, "main");
        for (int i = 0; i < 40; i += 5) {
            feed.rows(i, i + 5);
        }
        endMonday();
        assertThat(rows(dir.resolve("trade2026.11.23"))).isEqualTo(trades(37, 40));
    }

    @Test
    void fileThatIsThereIsNotOverwritten() throws IOException {
        Files.createDirectories(dir);
        Files.writeString(dir.resolve("trade2026.11.23"), "somebody's");
        Files.writeString(dir.resolve("trade2026.11.23.1"), "somebody's");
        Files.writeString(dir.resolve("trade2026.11.23.part"), "left by a crash, and longer than what is written now");
        feed.rows(0, 1);
        endMonday();
        assertThat(files()).containsExactly("trade2026.11.23", "trade2026.11.23.1", "trade2026.11.23.2");
        assertThat(rows(dir.resolve("trade2026.11.23.2"))).isEqualTo(trades(0, 1));
        assertThat(dir.resolve("trade2026.11.23")).hasContent("somebody's");
    }

    @Test
    void dayThatAnotherWriterWritesIsLeftToItAndTriedAgain() throws IOException {
        Files.createDirectories(dir);
        Path part = dir.resolve("trade2026.11.23.part");
        try (LogWriter other = LogWriter.open(part)) {
            feed.rows(0, 5);
            endMonday();
            assertThat(events("archiveFailed"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getString("reason"))
                            .contains("cannot write " + part, "another writer has it, which holds " + part + ".lock"));
            assertThat(other.size()).isEqualTo(Files.size(part));
        }
        owner.advance(Archive.RETRY_MS);
        assertThat(rows(dir.resolve("trade2026.11.23"))).isEqualTo(trades(0, 5));
        assertThat(files()).containsExactly("trade2026.11.23");
    }

    @Test
    void dayWithoutRowsHasNoFile() {
        feed.rows(0, 0);
        endMonday();
        assertThat(dir).doesNotExist();
    }

    @Test
    void rowsThatCannotBeWrittenAreHeldAndTriedAgain() throws IOException {
        Files.writeString(dir, "a file where the directory should be");
        feed.rows(0, 5);
        endMonday();
        feed.rows(20, 21);
        assertThat(events("archiveFailed")).singleElement().satisfies(event -> {
            assertThat(event.getString("date")).isEqualTo("2026-11-23");
            assertThat(event.getLong("rows")).isEqualTo(5);
            assertThat(event.getString("reason")).contains("cannot write", dir.toString());
        });
        assertThat(owner.describe("trade").getLong("unarchivedRows")).isEqualTo(5);
        owner.advance(Archive.RETRY_MS);
        assertThat(events("archiveFailed")).hasSize(2);
        assertThat(owner.host().outages().get("archive of table trade")).contains("cannot write");

        Files.delete(dir);
        owner.advance(Archive.RETRY_MS - 1);
        assertThat(dir).doesNotExist();
        owner.advance(1);
        assertThat(rows(dir.resolve("trade2026.11.23"))).isEqualTo(trades(0, 5));
        assertThat(owner.host().outages()).isEmpty();
        assertThat(owner.describe("trade").containsKey("unarchivedRows")).isFalse();
        assertThat(owner.rows("trade")).isEqualTo(trades(20, 21));
        assertThat(owner.host().timers()).isZero();
    }

    @Test
    void rowsComeInWhileTheDayIsWritten() throws IOException {
        owner.host().holdWork();
        feed.rows(0, 5);
        endMonday();
        assertThat(feed.rows(20, 30).rows()).isEqualTo(10);
        assertThat(owner.describe("trade").getLong("unarchivedRows")).isEqualTo(5);
        owner.host().runWork();
        assertThat(rows(dir.resolve("trade2026.11.23"))).isEqualTo(trades(0, 5));
    }

    @Test
    void stopWaitsForTheDayThatIsWritten() {
        owner.host().holdWork();
        feed.rows(0, 5);
        endMonday();
        Future<Void> stopped = owner.topics().close();
        assertThat(stopped.isComplete()).isFalse();
        owner.host().runWork();
        assertThat(stopped.succeeded()).isTrue();
        assertThat(dir.resolve("trade2026.11.23")).exists();
        assertThat(events("archiveFailed")).isEmpty();
        assertThat(owner.host().timers()).isZero();
    }

    @Test
    void stopTriesForALastTimeAndSaysWhatIsLost() throws IOException {
        Files.writeString(dir, "a file where the directory should be");
        feed.rows(0, 5);
        endMonday();
        Future<Void> stopped = owner.topics().close();
        assertThat(stopped.succeeded()).isTrue();
        assertThat(events("archiveFailed"))
                .extracting(event -> event.getString("reason"))
                .hasSize(3)
                .last()
                .isEqualTo("the owner has stopped: these rows are lost");
        assertThat(owner.host().timers()).isZero();
    }

    @Test
    void stopDoesNotWaitForEver() {
        owner.host().holdWork();
        feed.rows(0, 5);
        endMonday();
        Future<Void> stopped = owner.topics().close();
        owner.advance(Archive.STOP_MS_MAX - 1);
        assertThat(stopped.isComplete()).isFalse();
        owner.advance(1);
        assertThat(stopped.succeeded()).isTrue();
        assertThat(events("archiveFailed")).hasSize(1);
    }

    @Test
    void tableThatIsToBeArchivedNeedsADirectory() {
        assertThatThrownBy(() -> new OwnerLogic(Owner.daily(EndOfDay.ARCHIVE, List.of(), null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table trade is to be archived, and store.archiveDir is not set");
    }

    @Test
    void nameOfATableLeadsToNoOtherDirectory() throws IOException {
        Table table = new Table(Schema.of(trades(0, 0)), 4, Long.MAX_VALUE);
        table.append(trades(0, 1));
        DayFile.write(dir, "../../etc/passwd", MONDAY, table.snapshot(), EndedJournal.NONE);
        assertThat(files()).containsExactly(".._.._etc_passwd2026.11.23");
    }
}
