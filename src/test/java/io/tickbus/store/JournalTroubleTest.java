package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.JournalConfig.Sync;
import io.tickbus.config.TableConfig.EndOfDay;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.log.AnotherProcess;
import io.tickbus.log.LogWriter;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.replication.ControlRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Journals that are damaged, locked by another process, or not accessible. */
class JournalTroubleTest extends JournalOwners {
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
                .contains(file().toString(), "column price stands in the place of bid", "kept as it is");
        Flip rows = new Flip(List.copyOf(others.keySet()), trades(0, 1).columns());
        assertThat(refusal(next.send(Batch.of("trade", rows)), Failure.UNAVAILABLE))
                .contains("column price stands in the place of bid");
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
        assertThat(owner.host().outages().get("journal of table trade")).contains("NoSuchFileException");

        Files.move(away, file());
        append(owner, 3, 4);
        assertThat(owner.host().outages()).isEmpty();
        assertThat(events(owner, "journalOpened")).hasSize(2);
        owner.topics().close();
        assertThat(owner().rows("trade").column("size").longAt(1)).isEqualTo(3);
    }

    @Test
    void outageEndsWhenTheJournalCanBeWrittenThoughNothingIsAppended() throws IOException {
        OwnerLogic owner = owner();
        append(owner, 0, 1);
        Path away = dir.resolve("away");
        Files.move(file(), away);
        refusal(send(owner, 1, 2), Failure.UNAVAILABLE);
        owner.advance(3L * Journal.RETRY_MS);
        assertThat(owner.host().outages()).containsOnlyKeys("journal of table trade");
        assertThat(events(owner, "journalFailed")).hasSize(1);

        Files.move(away, file());
        owner.advance(Journal.RETRY_MS);
        assertThat(owner.host().outages()).isEmpty();
        assertThat(events(owner, "journalOpened")).hasSize(2);
        append(owner, 1, 2);
        owner.topics().close();
        assertThat(messages(file())).as("what was written to try it is gone").containsExactly(0, 1, 1);
    }

    @Test
    void journalThatSomebodyElseHasIsTriedAgainAndReadWhenItIsFree() {
        OwnerLogic frozen = owner();
        append(frozen, 0, 3);
        OwnerLogic next = owner();
        Feed feed = new Feed(next, "main");
        feed.rows(10, 12);
        assertThat(refusal(send(next, 3, 4), Failure.UNAVAILABLE)).contains("another writer has it");
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
    void journalThatAnotherProcessHasIsLeftAlone() throws Exception {
        Files.createDirectories(dir.resolve("journal"));
        try (AnotherProcess other = AnotherProcess.writing(file())) {
            assertThat(other).isNotNull();
            assertThat(refusal(send(owner(), 0, 1), Failure.UNAVAILABLE))
                    .isEqualTo("cannot open the journal " + file() + ": another writer has it, which holds " + file()
                            + ".lock");
        }
    }

    @Test
    void readingAndRebuildingDoNotGiveUpTheLock() throws Exception {
        OwnerLogic owner = owner(EndOfDay.ARCHIVE);
        append(owner, 0, 3);
        assertThat(messages(file())).containsExactly(0, 3);
        assertThat(AnotherProcess.opening(file())).startsWith("another writer has it");
        Feed feed = new Feed(owner, "main");
        feed.mark(ControlRecord.atLogPosition(START));
        feed.mark(ControlRecord.endOfDay(DAY, START));
        append(owner, 3, 5);

        assertThat(AnotherProcess.opening(file())).as("of the next day").startsWith("another writer has it");
        assertThat(messages(file())).containsExactly(0, 2);
    }
}
