package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FlipTest {
    private static final Flip TABLE = new Flip(
            List.of("sym", "size", "id"),
            List.of(
                    SymbolVector.of("a", "b", "c"),
                    new LongVector(QType.LONG, 1, 2, 3),
                    new GuidVector(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3))));

    @Test
    void sliceSharesTheRowsOfEveryColumn() {
        Flip rows = TABLE.slice(1, 2);

        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.column("sym")).isEqualTo(SymbolVector.of("b", "c"));
        assertThat(rows.column("size")).isEqualTo(new LongVector(QType.LONG, 2, 3));
        assertThat(rows.slice(1, 1).column("id")).isEqualTo(new GuidVector(new UUID(0, 3)));
        assertThat(((LongVector) rows.column("size")).array()).isSameAs(((LongVector) TABLE.column("size")).array());
        assertThat(Message.decode(new Message(MessageKind.ASYNC, rows).encode()).value())
                .isEqualTo(rows);
    }

    @Test
    void sliceOfAllIsTheTable() {
        assertThat(TABLE.slice(0, 3)).isSameAs(TABLE);
        assertThatThrownBy(() -> TABLE.slice(2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** As q sends a splayed or a partitioned table: a symbol stands where its columns should. */
    @Test
    void tableOnTheDiskOfQIsNamed() {
        byte[] columns = new Message(MessageKind.RESPONSE, SymbolVector.of("sym", "size")).encode();
        byte[] path = new Message(MessageKind.RESPONSE, Atom.symbol(":db/trade/")).encode();
        ByteBuffer message =
                ByteBuffer.allocate(columns.length + path.length - 8 + 3).order(ByteOrder.LITTLE_ENDIAN);
        message.put(columns, 0, 4)
                .putInt(message.capacity())
                .put((byte) 98)
                .put((byte) 0)
                .put((byte) 99);
        message.put(columns, 8, columns.length - 8).put(path, 8, path.length - 8);

        assertThatThrownBy(() -> Message.decode(message.array()))
                .isInstanceOf(QFormatException.class)
                .hasMessage(
                        "table at byte 8: a table on q's disk, :db/trade/, is sent without its rows; ask q to select from"
                                + " it");
    }

    @Test
    void columnsOfDifferentLengthsAreRefused() {
        assertThatThrownBy(() -> new Flip(
                        List.of("a", "b"), List.of(new LongVector(QType.LONG, 1), new LongVector(QType.LONG, 1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("columns of 1 and 2 rows");
        assertThatThrownBy(() -> new Flip(List.of("a"), List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unknownColumnIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> TABLE.column("price"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no column price among [sym, size, id]");
    }

    @Test
    void keyedTableIsUnkeyedWithItsKeyInFront() {
        QDictionary keyed = new QDictionary(
                new Flip(TABLE.names().subList(0, 1), TABLE.columns().subList(0, 1)),
                new Flip(TABLE.names().subList(1, 3), TABLE.columns().subList(1, 3)));

        assertThat(keyed.isKeyedTable()).isTrue();
        assertThat(keyed.unkeyed()).isEqualTo(TABLE);
        assertThat(Schema.of(keyed)).isEqualTo(Schema.of(TABLE).keyedBy(1));
    }

    @Test
    void dictionaryOfVectorsIsNoKeyedTable() {
        QDictionary dictionary = new QDictionary(SymbolVector.of("a"), new LongVector(QType.LONG, 1));

        assertThat(dictionary.isKeyedTable()).isFalse();
        assertThatThrownBy(dictionary::unkeyed).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void textIsABoundedTable() {
        assertThat(TABLE.slice(0, 2)).hasToString("""
                sym size id                                 \s
                ---------------------------------------------
                a   1    00000000-0000-0000-0000-000000000001
                b   2    00000000-0000-0000-0000-000000000002
                2 rows""");
        assertThat(TABLE.slice(0, 1).toString()).endsWith("\n1 row");
        assertThat(TABLE.slice(0, 0).toString()).endsWith("\n0 rows");
        assertThat(new Flip(List.of(), List.of()).toString()).endsWith("\n0 rows");

        QVector wide = SymbolVector.of("x".repeat(200));
        VectorBuilder column = new VectorBuilder(QType.SYMBOL, 16);
        for (int i = 0; i < 1_000; i++) {
            column.append(wide);
        }
        String text = new Flip(List.of("a", "b"), List.of(column.build(), column.build())).toString();
        assertThat(text).endsWith("..\n..\n1000 rows");
        assertThat(text.lines().toList())
                .hasSize(2 + 9 + 2)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }
}
