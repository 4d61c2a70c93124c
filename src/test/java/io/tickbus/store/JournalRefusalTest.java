package io.tickbus.store;

import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.publish.FillableDisk;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that were refused are in no journal, whatever their write failed of. */
class JournalRefusalTest {
    private static final List<String> COLUMNS = List.of("sym", "price", "size");
    private static final int LONG_ITEM_BYTES = 1 << 26;

    private final FillableDisk disk = new FillableDisk();

    @TempDir
    private Path dir;

    private JournalFile journal(Schema schema) {
        return new JournalFile(dir, "trade", schema, null, disk);
    }

    private List<Integer> messages() throws IOException {
        return JournalOwners.messages(dir.resolve("trade"));
    }

    /** Rows of one column, of lists. */
    private static Flip lists(Value... items) {
        return new Flip(List.of("items"), List.of(new GeneralList(items)));
    }

    @Test
    void rowsBesideThoseThatCannotBeEncodedAreNotWrittenLater() throws IOException {
        try (JournalFile journal = journal(Schema.of(trades(0, 0)))) {
            long bytes = journal.open().bytes();
            Flip opaque = new Flip(
                    COLUMNS,
                    List.of(
                            trades(0, 1).column(0),
                            new GeneralList(new QFunction(100, 0, "{x}")),
                            trades(0, 1).column(2)));
            assertThatThrownBy(() -> journal.write(bytes, List.of(trades(0, 2), opaque), false))
                    .hasMessageContaining("cannot write the journal");
            journal.write(bytes, List.of(trades(0, 5)), false);
        }
        assertThat(messages()).containsExactly(0, 5);
    }

    @Test
    void errorCutsOffWhatItsWriteHasLeft() throws IOException {
        disk.lackMemory();
        try (JournalFile journal = journal(Schema.of(trades(0, 0)))) {
            long bytes = journal.open().bytes();
            disk.room(100);
            assertThatThrownBy(() -> journal.write(bytes, List.of(trades(0, 2), trades(2, 9000)), false))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("OutOfMemoryError: Cannot reserve direct buffer memory");
            assertThat(dir.resolve("trade")).hasSize(bytes);
            disk.room(1 << 20);
            journal.write(bytes, List.of(trades(0, 5)), false);
        }
        assertThat(messages()).containsExactly(0, 5);
    }

    @Test
    void errorLeavesNothingWhenTheJournalIsClosedNext() throws IOException {
        disk.lackMemory();
        try (JournalFile journal = journal(Schema.of(trades(0, 0)))) {
            long bytes = journal.open().bytes();
            disk.room(0);
            assertThatThrownBy(() -> journal.write(bytes, List.of(trades(0, 2)), false))
                    .isInstanceOf(IOException.class);
            disk.room(1 << 20);
        }
        assertThat(messages()).containsExactly(0);
    }

    @Test
    void rowsThatAreTooLongAreLeftOutAlone() throws IOException {
        Value item = new ByteVector(QType.BYTE, new byte[LONG_ITEM_BYTES]);
        Flip pastTheLimit = lists(copies(item, 5));
        Flip pastAnyMessage = lists(copies(item, 40));
        try (JournalFile journal = journal(Schema.of(lists(item)))) {
            long bytes = journal.open().bytes();
            Flip small = lists(ByteVector.chars("a"));
            JournalFile.Written written =
                    journal.write(bytes, List.of(small, pastTheLimit, pastAnyMessage, small), false);
            assertThat(written.tooLong().stream()).containsExactly(1, 2);
            assertThat(rows(journal.contents(written.bytes()))).isEqualTo(2);
        }
    }

    private static int rows(JournalFile.Contents contents) throws IOException {
        int rows = 0;
        for (Flip next = contents.next(); next != null; next = contents.next()) {
            rows += next.size();
        }
        return rows;
    }

    private static Value[] copies(Value item, int count) {
        Value[] items = new Value[count];
        Arrays.fill(items, item);
        return items;
    }
}
