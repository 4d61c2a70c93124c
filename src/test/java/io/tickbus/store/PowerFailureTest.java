package io.tickbus.store;

import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.log.LogReader;
import io.tickbus.log.PowerlessDisk;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rows that a power failure leaves of a journal with {@code sync}: each row is once in the journal or in the
 * archive.
 */
class PowerFailureTest {
    private static final Schema SCHEMA = Schema.of(trades(0, 0));
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final int MESSAGE_BYTES_MAX = 1 << 20;

    private final PowerlessDisk disk = new PowerlessDisk();

    @TempDir
    private Path dir;

    private Path journalDir;
    private Path archiveDir;
    private JournalFile journal;
    private int acknowledged;
    private long end;
    private int copies;
    private byte[] tail = {};

    @BeforeEach
    void open() throws IOException {
        journalDir = dir.resolve("journal");
        archiveDir = dir.resolve("archive");
        disk.aroundEachForce(this::check);
        reopen();
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private void reopen() throws IOException {
        journal = new JournalFile(journalDir, "trade", SCHEMA, archiveDir, disk);
        end = journal.open().bytes();
    }

    private void append(int to) throws IOException {
        end = journal.write(end, List.of(trades(acknowledged, to)), true).bytes();
        acknowledged = to;
        check();
    }

    /** The power fails now: what would the next owner find? */
    private void check() {
        try {
            Path copy = dir.resolve("copy" + copies++);
            disk.copy(journalDir, copy.resolve("journal"));
            disk.copy(archiveDir, copy.resolve("archive"));
            assertThat(endsWithTail(copy.resolve("journal"))).isTrue();
            List<Long> found = archived(copy.resolve("archive"));
            try (JournalFile next =
                    new JournalFile(copy.resolve("journal"), "trade", SCHEMA, copy.resolve("archive"))) {
                JournalFile.Contents contents = next.contents(next.open().bytes());
                for (Flip rows = contents.next(); rows != null; rows = contents.next()) {
                    add(rows.column("size"), found);
                }
                contents.close();
            }
            assertThat(found)
                    .containsAll(LongStream.range(0, acknowledged).boxed().toList());
            assertThat(found).doesNotHaveDuplicates();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean endsWithTail(Path copy) throws IOException {
        try (Stream<Path> files = Files.list(copy)) {
            for (Path file : files.toList()) {
                ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
                bytes.position(Math.max(0, bytes.limit() - tail.length));
                if (bytes.equals(ByteBuffer.wrap(tail))) {
                    return true;
                }
            }
        }
        return tail.length == 0;
    }

    private static List<Long> archived(Path archive) throws IOException {
        List<Long> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(archive)) {
            for (Path file :
                    files.filter(each -> !each.toString().endsWith(".part")).toList()) {
                try (LogReader log = LogReader.open(file, MESSAGE_BYTES_MAX)) {
                    for (Value next = log.next(); next != null; next = log.next()) {
                        add((QVector) ((GeneralList) ((GeneralList) next).valueAt(2)).valueAt(2), found);
                    }
                }
            }
        }
        return found;
    }

    private static void add(QVector sizes, List<Long> found) {
        for (int i = 0; i < sizes.size(); i++) {
            found.add(sizes.longAt(i));
        }
    }

    @Test
    void firstRowsSurvive() throws IOException {
        append(3);
        append(5);
        journal.close();
    }

    @Test
    void endedDayIsInTheJournalUntilItsArchiveHasItsName() throws IOException {
        append(5);
        JournalFile.Rolled turned = journal.roll(end, true);
        end = turned.bytes();
        append(7);
        Table table = new Table(SCHEMA, Owner.SEGMENT_ROWS, Long.MAX_VALUE);
        table.append(trades(0, 5));
        DayFile.write(archiveDir, "trade", DAY, table.snapshot(), turned.ended(), disk);
        check();
        append(9);
        journal.close();
        assertThat(copies).isGreaterThan(9);
    }

    /** The writer of the archive was killed just before it forced the name. */
    @Test
    void journalOfAnArchiveWhoseNameWasNotForcedIsDeletedOnlyThen() throws IOException {
        append(5);
        JournalFile.Rolled turned = journal.roll(end, true);
        journal.close();
        Table table = new Table(SCHEMA, Owner.SEGMENT_ROWS, Long.MAX_VALUE);
        table.append(trades(0, 5));
        Path target = archiveDir.resolve("trade2026.11.23");
        Path whole = DayFile.write(dir.resolve("elsewhere"), "trade", DAY, table.snapshot(), EndedJournal.NONE, disk);
        turned.ended().bindToArchive(target);
        disk.createDirectories(archiveDir);
        Files.move(whole, target);
        reopen();
        check();
        assertThat(journalDir.resolve("trade~1~trade2026.11.23")).doesNotExist();
        journal.close();
    }

    @Test
    void tailThatIsPutAsideIsInOneOfBothFiles() throws IOException {
        append(5);
        journal.close();
        tail = new byte[] {0, 0, 3, 0};
        try (FileChannel file = disk.open(journalDir.resolve("trade"))) {
            file.position(file.size());
            file.write(ByteBuffer.wrap(tail));
            disk.aroundEachForce(() -> {});
            file.force(true);
            disk.aroundEachForce(this::check);
        }
        reopen();
        assertThat(journalDir.resolve("trade~bad-tail")).hasBinaryContent(tail);
        append(7);
        journal.close();
    }
}
