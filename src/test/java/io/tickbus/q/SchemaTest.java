package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final Schema TRADE =
            new Schema(List.of("sym", "size", "note"), List.of(QType.SYMBOL, QType.LONG, QType.LIST), 1);

    @Test
    void schemaReadsAsMetaDoes() {
        assertThat(TRADE).hasToString("sym:symbol | size:long note:list");
        assertThat(TRADE.keyedBy(0)).hasToString("sym:symbol size:long note:list");
    }

    @Test
    void emptyTableHasTheSchemasColumns() {
        assertThat(TRADE.empty().size()).isZero();
        assertThat(Schema.of(TRADE.empty()).keyedBy(1)).isEqualTo(TRADE);
    }

    @Test
    void buildersMakeATableOfTheSchema() {
        List<VectorBuilder> builders = TRADE.builders(4);
        builders.get(0).appendSymbol(Symbols.id("IBM"));
        builders.get(1).appendWhole(100);
        builders.get(2).append((Value) ByteVector.chars("text"));

        Flip rows = TRADE.flip(builders);
        assertThat(rows.size()).isEqualTo(1);
        assertThat(TRADE.mismatch(rows)).isNull();
    }

    @Test
    void mismatchNamesTheColumn() {
        List<Vector> columns =
                List.of(SymbolVector.of("a"), new IntVector(QType.INT, 1), new LongVector(QType.LONG, 1));

        assertThat(TRADE.mismatch(columns)).isEqualTo("column size is int, long expected");
        assertThat(TRADE.mismatch(columns.subList(0, 2))).isEqualTo("2 columns, 3 expected");
        assertThat(TRADE.mismatch(new Flip(List.of("sym", "qty", "note"), columns)))
                .contains("[sym, qty, note]", "[sym, size, note] expected");
    }

    @Test
    void listColumnTakesAnyType() {
        assertThat(TRADE.mismatch(
                        List.of(SymbolVector.of("a"), new LongVector(QType.LONG, 1), new FloatVector(QType.FLOAT, 1))))
                .isNull();
    }

    @Test
    void impossibleSchemaIsRefused() {
        List<QType> two = List.of(QType.LONG, QType.LONG);

        assertThatThrownBy(() -> new Schema(List.of("a", "a"), two, 0)).hasMessageContaining("a column twice");
        assertThatThrownBy(() -> new Schema(List.of("a"), two, 0)).hasMessageContaining("1 columns");
        assertThatThrownBy(() -> new Schema(List.of(), List.of(), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Schema(List.of("a", "b"), two, 3)).hasMessageContaining("3 key columns of 2");
        assertThatThrownBy(() -> new Schema(
                        Collections.nCopies(Schema.COLUMNS_MAX + 1, "a"),
                        Collections.nCopies(Schema.COLUMNS_MAX + 1, QType.LONG),
                        0))
                .hasMessageContaining("4097 columns");
    }
}
