package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.JournalConfig.Sync;
import io.tickbus.config.TableConfig.EndOfDay;
import io.tickbus.event.AppendReply;
import io.tickbus.log.Disk;
import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The journal of a table that is filled, rebuilt, or ends its day. */
class JournalGenerationsTest extends JournalOwners {
    @Test
    void rowsOfTheJournalComeBeforeThoseOfPartitions() {
        OwnerLogic first = owner();
        append(first, 0, 3);
        first.topics().close();
        OwnerLogic unread = new OwnerLogic(config(EndOfDay.KEEP, Sync.INTERVAL, columns(), List.of()), true);
        owners.add(unread);
        Feed feed = new Feed(unread, "main");
        feed.open();
        Future<AppendReply> held = feed.sendRows(3, 5);
        Future<AppendReply> waiting = send(unread, 5, 6);
        assertThat(held.isComplete()).isFalse();
        assertThat(feed.ask().position()).isZero();
        unread.host().releaseDisk();
        assertThat(held.result()).isEqualTo(appended(3, 2, 2));
        assertThat(waiting.result().offset()).isEqualTo(5);
        assertThat(unread.rows("trade")).isEqualTo(trades(0, 6));
    }

    @Test
    void rebuildKeepsTheRowsOfApplications() {
        OwnerLogic owner = owner();
        Feed feed = new Feed(owner, "main");
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(10, 12);
        append(owner, 0, 3);
        feed.mark(ControlRecord.rebuild(START, "row 1 differs"));
        JsonObject rebuild = events(owner, "rebuild").get(0);
        assertThat(rebuild.getLong("keptRows")).isEqualTo(3);
        append(owner, 3, 4);
        feed.rows(20, 21);
        feed.mark(ControlRecord.rebuilt());
        assertThat(owner.rows("trade").column("size")).isEqualTo(new LongVector(QType.LONG, 0, 1, 2, 3, 20));

        feed.mark(ControlRecord.rebuild(START, "row 0 differs"));
        feed.rows(30, 31);
        feed.mark(ControlRecord.rebuilt());
        assertThat(owner.rows("trade").column("size")).isEqualTo(new LongVector(QType.LONG, 0, 1, 2, 3, 30));
    }

    @Test
    void rowsOnTheirWayToTheDiskAreInTheNewGenerationOnce() {
        OwnerLogic owner = owner();
        Feed feed = new Feed(owner, "main");
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(10, 12);
        append(owner, 0, 2);
        owner.host().holdDisk();
        Future<AppendReply> underWay = send(owner, 2, 3);
        feed.mark(ControlRecord.rebuild(START, "row 1 differs"));
        Future<AppendReply> held = feed.sendRows(4, 6);
        Future<AppendReply> after = send(owner, 3, 4);
        owner.host().releaseDisk();
        assertThat(List.of(underWay, held, after)).allMatch(Future::succeeded);
        feed.mark(ControlRecord.rebuilt());
        assertThat(sorted(owner)).containsExactly(0, 1, 2, 3, 4, 5);
        owner.topics().close();
        assertThat(owner().rows("trade")).isEqualTo(trades(0, 4));
    }

    @Test
    void rowsThatComeWhileATableIsCopiedAreInTheJournalAndInTheNewGenerationOnce() {
        OwnerLogic owner = owner();
        Feed feed = new Feed(owner, "main");
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(10, 12);
        append(owner, 0, 2);
        owner.host().holdDisk();
        Future<AppendReply> underWay = send(owner, 2, 3);
        owner.host().holdWork();
        feed.mark(ControlRecord.rebuild(START, "row 1 differs"));
        Future<AppendReply> after = send(owner, 3, 4);
        owner.host().releaseDisk();
        assertThat(List.of(underWay, after)).noneMatch(Future::isComplete);
        owner.host().runWork();
        assertThat(List.of(underWay, after)).allMatch(Future::succeeded);
        feed.mark(ControlRecord.rebuilt());
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 4));
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
        feed.mark(ControlRecord.atLogPosition(START));
        append(owner, 0, 3);
        owner.host().holdDisk();
        Future<AppendReply> underWay = send(owner, 3, 5);
        feed.mark(ControlRecord.endOfDay(DAY, new LogPosition("log2", 0)));
        assertThat(owner.rows("trade").size()).isZero();
        owner.host().releaseDisk();
        assertThat(underWay.result()).isEqualTo(appended(3, 2, 0));
        assertThat(messages(file())).containsExactly(0, 2);
        owner.topics().close();
        assertThat(owner(EndOfDay.CLEAR).rows("trade")).isEqualTo(trades(3, 5));
    }

    private static ControlRecord end() {
        return ControlRecord.endOfDay(DAY, new LogPosition("log2", 0));
    }

    private List<String> files(String of) throws IOException {
        try (var files = Files.list(dir.resolve(of))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock")) // beside a journal that is open
                    .sorted()
                    .toList();
        }
    }

    @Test
    void journalOfAnArchivedDayGoesWhenTheArchiveIsWhole() throws IOException {
        OwnerLogic owner = owner(EndOfDay.ARCHIVE);
        Feed feed = new Feed(owner, "main");
        feed.mark(ControlRecord.atLogPosition(START));
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
        feed.mark(ControlRecord.atLogPosition(START));
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
        feed.mark(ControlRecord.atLogPosition(START));
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
        new EndedJournal(List.of(left), Disk.LOCAL).bindToArchive(dir.resolve("archive/trade2026.11.23"));
        OwnerLogic unnamed = owner(EndOfDay.ARCHIVE);
        assertThat(unnamed.rows("trade")).isEqualTo(trades(0, 5));
        unnamed.topics().abandon();
        assertThat(files("journal")).containsExactly("trade", "trade~1");

        new EndedJournal(List.of(left), Disk.LOCAL).bindToArchive(dir.resolve("archive/trade2026.11.23"));
        Files.writeString(dir.resolve("archive/trade2026.11.23"), "");
        assertThat(owner(EndOfDay.ARCHIVE).rows("trade")).isEqualTo(trades(3, 5));
        assertThat(files("journal")).containsExactly("trade");
    }
}
