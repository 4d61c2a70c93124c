package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.JournalConfig;
import io.tickbus.config.JournalConfig.Sync;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.TableConfig;
import io.tickbus.config.TableConfig.EndOfDay;
import io.tickbus.event.Appended;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.log.LogReader;
import io.tickbus.log.LogWriter;
import io.tickbus.q.Atom;
import io.tickbus.q.Encoder;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of applications are in the journal before they are in the table, and come back from there. */
class JournalTest {
    private static final LogPlace START = new LogPlace("log1", 0);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @TempDir
    Path dir = Path.of("");

    private final List<OwnerLogic> owners = new ArrayList<>();

    @AfterEach
    void letGo() {
        owners.forEach(owner -> owner.topics().close());
    }

    private StoreConfig config(EndOfDay endOfDay, Sync sync, Map<String, QType> columns, List<String> keys) {
        JournalConfig journal = new JournalConfig(dir.resolve("journal"), sync);
        TableConfig trade =
                new TableConfig(columns, keys, null, Owner.SEGMENT_ROWS, endOfDay, TableConfig.Append.TABLE, journal);
        return new StoreConfig(
                Map.of("trade", trade), 10, 100, 60_000, Owner.END_OF_DAY_WAIT_MS_MAX, dir.resolve("archive"));
    }

    private OwnerLogic owner(StoreConfig config) {
        OwnerLogic owner = new OwnerLogic(config);
        owners.add(owner);
        return owner;
    }

    private OwnerLogic owner(EndOfDay endOfDay) {
        return owner(config(endOfDay, Sync.INTERVAL, columns(), List.of()));
    }

    private OwnerLogic owner() {
        return owner(EndOfDay.KEEP);
    }

    private static Map<String, QType> columns() {
        return Owner.trades(List.of(), null).columns();
    }

    private Path file() {
        return dir.resolve("journal/trade");
    }

    private static Future<Appended> send(OwnerLogic owner, int from, int to) {
        return owner.send(Batch.of("trade", trades(from, to)));
    }

    private static Appended append(OwnerLogic owner, int from, int to) {
        return owner.append(Batch.of("trade", trades(from, to)));
    }

    private static String refusal(Future<Appended> reply, Failure code) {
        assertThat(reply.failed()).isTrue();
        assertThat(code.isCauseOf(reply.cause())).as("%s", reply.cause()).isTrue();
        return String.valueOf(reply.cause().getMessage());
    }

    private static List<JsonObject> events(OwnerLogic owner, String name) {
        return owner.events().stream()
                .filter(event -> event.getString("event").equals(name))
                .toList();
    }

    /** The rows in a journal, as many as each message has. */
    private static List<Integer> messages(Path file) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        try (LogReader log = LogReader.open(file, 1 << 20)) {
            for (Value next = log.next(); next != null; next = log.next()) {
                Value payload = ((GeneralList) next).valueAt(2);
                sizes.add(
                        payload instanceof Flip head
                                ? head.size()
                                : ((FloatVector) ((GeneralList) payload).valueAt(1)).size());
            }
        }
        return sizes;
    }

    private void write(byte... bytes) throws IOException {
        Files.write(file(), bytes, StandardOpenOption.APPEND);
    }

    @Test
    void rowsComeBackWithTheNextOwner() {
        OwnerLogic first = owner();
        assertThat(append(first, 0, 3)).isEqualTo(appended(0, 3, 0));
        assertThat(append(first, 3, 10)).isEqualTo(appended(3, 7, 0));
        assertThat(first.topics().close().succeeded()).isTrue();

        OwnerLogic next = owner();
        assertThat(next.rows("trade")).isEqualTo(trades(0, 10));
        assertThat(events(next, "journalOpened").get(0).getLong("rows")).isEqualTo(10);
        assertThat(append(next, 10, 12)).isEqualTo(appended(10, 2, 0));
    }

    @Test
    void journalIsALogOfTheTablesUpds() throws IOException {
        OwnerLogic owner = owner();
        append(owner, 0, 3);
        append(owner, 3, 4);
        assertThat(messages(file())).containsExactly(0, 3, 1);
    }

    @Test
    void rowsOfPartitionsAndRefusedRowsAreNotWritten() throws IOException {
        OwnerLogic owner = owner();
        new Feed(owner, "main").rows(0, 5);
        Flip wrong = new Flip(List.of("sym", "price", "nr"), trades(0, 2).columns());
        refusal(owner.send(Batch.of("trade", wrong)), Failure.BAD_ROWS);
        append(owner, 5, 6);
        assertThat(messages(file())).containsExactly(0, 1);
    }

    @Test
    void whatComesWhileTheDiskWorksIsWrittenTogetherAndInOrder() {
        OwnerLogic owner = owner(config(EndOfDay.KEEP, Sync.ALWAYS, columns(), List.of()));
        owner.host().holdDisk();
        List<Future<Appended>> replies = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            replies.add(send(owner, i, i + 1));
        }
        assertThat(owner.host().runDisk()).isTrue();
        assertThat(replies.get(0).result()).isEqualTo(appended(0, 1, 0));
        assertThat(replies.get(1).isComplete()).isFalse();
        assertThat(owner.host().runDisk()).isTrue();
        assertThat(owner.host().runDisk()).isFalse();
        assertThat(replies.get(8).result()).isEqualTo(appended(8, 1, 0));
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 9));
        owner.topics().close();
        owner.host().releaseDisk();
        assertThat(owner().rows("trade")).isEqualTo(trades(0, 9));
    }

    @Test
    void nothingIsInTheTableBeforeItIsInTheFile() {
        OwnerLogic owner = owner();
        owner.host().holdDisk();
        Future<Appended> reply = send(owner, 0, 3);
        assertThat(owner.rows("trade").size()).isZero();
        assertThat(reply.isComplete()).isFalse();
        owner.host().releaseDisk();
        assertThat(reply.result()).isEqualTo(appended(0, 3, 0));
    }

    @Test
    void rowsThatMayWaitForTheDiskAreLimited() {
        OwnerLogic owner = owner();
        owner.host().holdDisk();
        Flip most = trades(0, 1 << 20);
        List<Future<Appended>> replies = new ArrayList<>();
        for (int i = 0; i < Journal.WAITING_ROWS_MAX >> 20; i++) {
            replies.add(owner.send(Batch.of("trade", most)));
        }
        assertThat(refusal(send(owner, 0, 1), Failure.LIMIT)).contains("4194304 rows wait", file().toString());
        assertThat(replies).noneMatch(Future::isComplete);
        owner.topics().abandon();
        owner.host().releaseDisk();
        assertThat(replies).allMatch(Future::failed);
    }

    @Test
    void intervalForcesOnceAfterAWhile() {
        OwnerLogic owner = owner();
        int timers = owner.host().timers();
        append(owner, 0, 1);
        append(owner, 1, 2);
        assertThat(owner.host().timers()).isEqualTo(timers + 1);
        owner.host().holdDisk();
        owner.advance(Journal.SYNC_MS);
        assertThat(owner.host().runDisk()).isTrue();
        assertThat(owner.host().runDisk()).isFalse();
        assertThat(owner.host().timers()).isEqualTo(timers);
        owner.host().releaseDisk();
    }

    @Test
    void halfMessageAtTheEndIsPutAside() throws IOException {
        OwnerLogic first = owner();
        append(first, 0, 3);
        first.topics().close();
        long size = Files.size(file());
        write((byte) 0, (byte) 0, (byte) 3, (byte) 0);

        OwnerLogic next = owner();
        assertThat(next.rows("trade")).isEqualTo(trades(0, 3));
        assertThat(Files.size(file())).isEqualTo(size);
        assertThat(Files.size(dir.resolve("journal/trade~bad-tail"))).isEqualTo(4);
        assertThat(events(next, "journalDamaged").get(0).getString("reason"))
                .startsWith("it ended inside a message")
                .contains("trade~bad-tail");
        append(next, 3, 5);
        next.topics().close();
        assertThat(owner().rows("trade")).isEqualTo(trades(0, 5));
    }

    @Test
    void damageInTheMiddleIsSaidAndNothingBehindItIsDropped() throws IOException {
        OwnerLogic first = owner();
        append(first, 0, 3);
        long good = Files.size(file());
        append(first, 3, 5);
        append(first, 5, 9);
        first.topics().close();
        long size = Files.size(file());
        byte[] bytes = Files.readAllBytes(file());
        bytes[(int) good] = 77;
        Files.write(file(), bytes);

        OwnerLogic next = owner();
        assertThat(next.rows("trade")).isEqualTo(trades(0, 3));
        assertThat(events(next, "journalDamaged").get(0).getString("reason"))
                .startsWith("it is damaged: ")
                .contains("at byte " + good);
        assertThat(Files.size(dir.resolve("journal/trade~bad-tail"))).isEqualTo(size - good);
    }

    @Test
    void journalOfOtherColumnsIsKeptAndSaid() throws IOException {
        OwnerLogic first = owner();
        append(first, 0, 3);
        first.topics().close();
        byte[] before = Files.readAllBytes(file());
        Map<String, QType> others = new LinkedHashMap<>();
        columns().forEach((name, type) -> others.put(name.equals("price") ? "bid" : name, type));

        OwnerLogic next = owner(config(EndOfDay.KEEP, Sync.INTERVAL, others, List.of()));
        assertThat(events(next, "journalFailed").get(0).getString("reason"))
                .contains(file().toString(), "columns [sym, price, size], [sym, bid, size] expected", "kept as it is");
        Flip rows = new Flip(List.copyOf(others.keySet()), trades(0, 1).columns());
        assertThat(refusal(next.send(Batch.of("trade", rows)), Failure.UNAVAILABLE))
                .contains("columns [sym, price, size]");
        next.advance(5L * Journal.RETRY_MS);
        assertThat(events(next, "journalFailed")).hasSize(1);
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void journalWithoutRowsBeginsAnewForOtherColumns() {
        owner().topics().close();
        OwnerLogic next = owner(config(EndOfDay.KEEP, Sync.INTERVAL, Map.of("n", QType.LONG), List.of()));
        assertThat(events(next, "journalFailed")).isEmpty();
        Flip rows = new Flip(List.of("n"), List.of(trades(0, 2).column(2)));
        assertThat(next.append(Batch.of("trade", rows)).rows()).isEqualTo(2);
    }

    @Test
    void fileThatIsNoJournalIsLeftAlone() throws IOException {
        Files.createDirectories(dir.resolve("journal"));
        Files.writeString(file(), "not a log at all");
        OwnerLogic owner = owner();
        assertThat(refusal(send(owner, 0, 1), Failure.UNAVAILABLE)).contains("not the head of a tickerplant's log");
        assertThat(Files.readString(file())).isEqualTo("not a log at all");
        new Feed(owner, "main").rows(0, 2);
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 2));
    }

    @Test
    void directoryThatIsAFileRefusesRowsUntilItIsNone() throws IOException {
        Files.writeString(dir.resolve("journal"), "");
        OwnerLogic owner = owner();
        assertThat(refusal(send(owner, 0, 1), Failure.UNAVAILABLE)).contains(file().toString());
        assertThat(owner.rows("trade").size()).isZero();
        Files.delete(dir.resolve("journal"));
        owner.advance(Journal.RETRY_MS);
        assertThat(append(owner, 0, 1)).isEqualTo(appended(0, 1, 0));
        assertThat(events(owner, "journalOpened")).hasSize(1);
    }

    @Test
    void fileThatIsTakenAwayRefusesRowsUntilItIsBack() throws IOException {
        OwnerLogic owner = owner();
        append(owner, 0, 1);
        Path away = dir.resolve("away");
        Files.move(file(), away);
        assertThat(refusal(send(owner, 1, 2), Failure.UNAVAILABLE))
                .contains("cannot write the journal " + file(), "NoSuchFileException");
        refusal(send(owner, 2, 3), Failure.UNAVAILABLE);
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 1));
        assertThat(events(owner, "journalFailed")).hasSize(1);

        Files.move(away, file());
        append(owner, 3, 4);
        assertThat(events(owner, "journalOpened")).hasSize(2);
        owner.topics().close();
        assertThat(owner().rows("trade").column("size").longAt(1)).isEqualTo(3);
    }

    @Test
    void journalThatSomebodyElseHasIsTriedAgainAndReadWhenItIsFree() {
        OwnerLogic frozen = owner();
        append(frozen, 0, 3);
        OwnerLogic next = owner();
        Feed feed = new Feed(next, "main");
        feed.rows(10, 12);
        assertThat(refusal(send(next, 3, 4), Failure.UNAVAILABLE)).contains("another owner in this process has it");
        next.advance(3L * Journal.RETRY_MS);
        assertThat(events(next, "journalFailed")).hasSize(1);
        assertThat(append(frozen, 3, 5)).isEqualTo(appended(3, 2, 0));

        frozen.topics().abandon();
        next.advance(Journal.RETRY_MS);
        assertThat(next.rows("trade").size()).isEqualTo(7);
        assertThat(append(next, 5, 6)).isEqualTo(appended(7, 1, 0));
        assertThat(refusal(send(frozen, 5, 6), Failure.UNAVAILABLE)).contains("the owner stops");
    }

    @Test
    void ownerThatStepsDownAcknowledgesNothingMore() {
        OwnerLogic frozen = owner();
        append(frozen, 0, 1);
        frozen.host().holdDisk();
        Future<Appended> underWay = send(frozen, 1, 2);
        Future<Appended> waiting = send(frozen, 2, 3);
        frozen.topics().abandon();
        refusal(waiting, Failure.UNAVAILABLE);
        frozen.host().releaseDisk();
        refusal(underWay, Failure.UNAVAILABLE);
        assertThat(frozen.rows("trade")).isEqualTo(trades(0, 1));
        assertThat(owner().rows("trade")).isEqualTo(trades(0, 1));
    }

    @Test
    void stopAcknowledgesWhatIsUnderWay() {
        OwnerLogic first = owner();
        first.host().holdDisk();
        Future<Appended> underWay = send(first, 0, 2);
        Future<Void> closed = first.topics().close();
        assertThat(closed.isComplete()).isFalse();
        first.host().releaseDisk();
        assertThat(underWay.result()).isEqualTo(appended(0, 2, 0));
        assertThat(closed.succeeded()).isTrue();
        assertThat(owner().rows("trade")).isEqualTo(trades(0, 2));
    }

    @Test
    void rowsOfTheJournalComeBeforeThoseOfPartitions() {
        OwnerLogic first = owner();
        append(first, 0, 3);
        first.topics().close();
        OwnerLogic unread = new OwnerLogic(config(EndOfDay.KEEP, Sync.INTERVAL, columns(), List.of()), true);
        owners.add(unread);
        Feed feed = new Feed(unread, "main");
        feed.open();
        Future<Appended> held = feed.sendRows(3, 5);
        Future<Appended> waiting = send(unread, 5, 6);
        assertThat(held.isComplete()).isFalse();
        assertThat(feed.ask().position()).isZero();
        unread.host().releaseDisk();
        assertThat(held.result()).isEqualTo(appended(3, 2, 2));
        assertThat(waiting.result().offset()).isEqualTo(5);
        assertThat(unread.rows("trade")).isEqualTo(trades(0, 6));
    }

    @Test
    void rebuildBringsTheRowsOfApplicationsBack() {
        OwnerLogic owner = owner();
        Feed feed = new Feed(owner, "main");
        feed.mark(Mark.place(START));
        feed.rows(10, 12);
        append(owner, 0, 3);
        feed.mark(Mark.rebuild(START, "row 1 differs"));
        JsonObject rebuild = events(owner, "rebuild").get(0);
        assertThat(rebuild.getLong("journaledRows")).isEqualTo(3);
        assertThat(rebuild.getLong("clientRows")).isZero();
        append(owner, 3, 4);
        feed.rows(20, 21);
        feed.mark(Mark.rebuilt(new LogPlace("log1", 1)));
        assertThat(owner.rows("trade").column("size")).isEqualTo(new LongVector(QType.LONG, 0, 1, 2, 3, 20));

        feed.mark(Mark.rebuild(START, "row 0 differs"));
        feed.rows(30, 31);
        feed.mark(Mark.rebuilt(new LogPlace("log1", 1)));
        assertThat(owner.rows("trade").column("size")).isEqualTo(new LongVector(QType.LONG, 0, 1, 2, 3, 30));
    }

    @Test
    void rowsOnTheirWayToTheDiskAreInTheNewGenerationOnce() {
        OwnerLogic owner = owner();
        Feed feed = new Feed(owner, "main");
        feed.mark(Mark.place(START));
        feed.rows(10, 12);
        append(owner, 0, 2);
        owner.host().holdDisk();
        Future<Appended> underWay = send(owner, 2, 3);
        feed.mark(Mark.rebuild(START, "row 1 differs"));
        Future<Appended> held = feed.sendRows(4, 6);
        Future<Appended> after = send(owner, 3, 4);
        owner.host().releaseDisk();
        assertThat(List.of(underWay, held, after)).allMatch(Future::succeeded);
        feed.mark(Mark.rebuilt(new LogPlace("log1", 2)));
        assertThat(sorted(owner)).containsExactly(0, 1, 2, 3, 4, 5);
        owner.topics().close();
        assertThat(owner().rows("trade")).isEqualTo(trades(0, 4));
    }

    private static List<Integer> sorted(OwnerLogic owner) {
        Flip rows = owner.rows("trade");
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            sizes.add((int) rows.column("size").longAt(i));
        }
        return sizes.stream().sorted().toList();
    }

    @Test
    void journalOfAClearedTableBeginsAnew() throws IOException {
        OwnerLogic owner = owner(EndOfDay.CLEAR);
        Feed feed = new Feed(owner, "main");
        feed.mark(Mark.place(START));
        append(owner, 0, 3);
        owner.host().holdDisk();
        Future<Appended> underWay = send(owner, 3, 5);
        feed.mark(Mark.endOfDay(DAY, new LogPlace("log2", 0)));
        assertThat(owner.rows("trade").size()).isZero();
        owner.host().releaseDisk();
        assertThat(underWay.result()).isEqualTo(appended(3, 2, 0));
        assertThat(messages(file())).containsExactly(0, 2);
        owner.topics().close();
        assertThat(owner(EndOfDay.CLEAR).rows("trade")).isEqualTo(trades(3, 5));
    }

    private static Mark end() {
        return Mark.endOfDay(DAY, new LogPlace("log2", 0));
    }

    private List<String> files(String of) throws IOException {
        try (var files = Files.list(dir.resolve(of))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void journalOfAnArchivedDayGoesWhenTheArchiveIsWhole() throws IOException {
        OwnerLogic owner = owner(EndOfDay.ARCHIVE);
        Feed feed = new Feed(owner, "main");
        feed.mark(Mark.place(START));
        append(owner, 0, 3);
        owner.host().holdWork();
        feed.mark(end());
        append(owner, 3, 4);
        assertThat(files("journal")).containsExactly("trade", "trade~1");
        owner.host().runWork();
        assertThat(files("journal")).containsExactly("trade");
        assertThat(files("archive")).containsExactly("trade2026.11.23");
        owner.topics().close();
        assertThat(owner(EndOfDay.ARCHIVE).rows("trade")).isEqualTo(trades(3, 4));
    }

    /** An owner whose day has ended and is in no archive. */
    private void crashBeforeTheArchive() {
        OwnerLogic crashed = owner(EndOfDay.ARCHIVE);
        Feed feed = new Feed(crashed, "main");
        feed.mark(Mark.place(START));
        append(crashed, 0, 3);
        crashed.host().holdWork();
        feed.mark(end());
        append(crashed, 3, 5);
        crashed.topics().abandon();
    }

    @Test
    void dayThatWasNotArchivedIsReadBackAndArchivedWithTheNext() throws IOException {
        crashBeforeTheArchive();
        OwnerLogic next = owner(EndOfDay.ARCHIVE);
        assertThat(next.rows("trade")).isEqualTo(trades(0, 5));
        Feed feed = new Feed(next, "main");
        feed.mark(Mark.place(START));
        feed.mark(end());
        assertThat(files("journal")).containsExactly("trade");
        assertThat(files("archive")).containsExactly("trade2026.11.23");
        assertThat(next.rows("trade").size()).isZero();
    }

    @Test
    void journalWhoseArchiveIsWholeIsNotReadBack() throws IOException {
        crashBeforeTheArchive();
        Path left = dir.resolve("journal/trade~1");
        Files.createDirectories(dir.resolve("archive"));
        new EndedJournal(List.of(left)).goesTo(dir.resolve("archive/trade2026.11.23"));
        OwnerLogic unnamed = owner(EndOfDay.ARCHIVE);
        assertThat(unnamed.rows("trade")).isEqualTo(trades(0, 5));
        unnamed.topics().abandon();
        assertThat(files("journal")).containsExactly("trade", "trade~1");

        new EndedJournal(List.of(left)).goesTo(dir.resolve("archive/trade2026.11.23"));
        Files.writeString(dir.resolve("archive/trade2026.11.23"), "");
        assertThat(owner(EndOfDay.ARCHIVE).rows("trade")).isEqualTo(trades(3, 5));
        assertThat(files("journal")).containsExactly("trade");
    }

    @Test
    void keyedTableComesBackAsItWas() {
        StoreConfig keyed = config(EndOfDay.KEEP, Sync.NEVER, columns(), List.of("sym"));
        OwnerLogic first = owner(keyed);
        for (int i = 0; i < 60; i += 3) {
            append(first, i, i + 3);
        }
        Flip before = first.rows("trade");
        first.topics().close();
        assertThat(owner(keyed).rows("trade")).isEqualTo(before);
    }

    @Test
    void rowsOfAnotherTableAreSaid() throws IOException {
        Files.createDirectories(dir.resolve("journal"));
        try (LogWriter log = LogWriter.open(file())) {
            log.append(Encoder.body(new GeneralList(
                    Atom.symbol("upd"), Atom.symbol("quote"), new GeneralList(columnsOf(trades(0, 1))))));
        }
        assertThat(refusal(send(owner(), 0, 1), Failure.UNAVAILABLE)).contains("is no call of upd for table trade");
    }

    private static Value[] columnsOf(Flip rows) {
        return rows.columns().toArray(Value[]::new);
    }

    @Test
    void lockOfAnotherProcessIsNotTakenForOurs() throws IOException {
        Files.createDirectories(dir.resolve("journal"));
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(refusal(send(owner(), 0, 1), Failure.UNAVAILABLE))
                    .isEqualTo("cannot open the journal " + file() + ": somebody else is writing to it");
        }
    }

    @Test
    void everyTableHasAFileOfItsOwn() {
        assertThat(FileNames.of("trade")).isEqualTo("trade");
        assertThat(FileNames.of("../x")).isEqualTo("%2E.%2Fx");
        assertThat(FileNames.of("a~1")).isEqualTo("a%7E1");
        assertThat(FileNames.of("\u00e9")).isEqualTo("%C3%A9");
    }
}
