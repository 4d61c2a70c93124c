package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
    private static final Schema TRADE =
            new Schema(List.of("sym", "size", "note"), List.of(QType.SYMBOL, QType.LONG, QType.LIST), 1);

    @Test
    void schemaReadsAsMetaDoes() {
        assertThat(TRADE).hasToString("sym:symbol | size:long note:list");
        assertThat(TRADE.keyedBy(0)).hasToString("sym:symbol size:long note:list");
    }

    @Test
    void textOfAWideTableIsBounded() {
        List<String> columns = IntStream.range(0, 33).mapToObj(i -> "c" + i).toList();
        Schema wide = new Schema(columns, Collections.nCopies(33, QType.INT), 0);

        assertThat(wide.toString()).startsWith("c0:int c1:int ").endsWith(" c31:int .. (33 columns)");
        assertThat(wide.text()).endsWith(" c31:int c32:int");
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
        List<QVector> columns =
                List.of(SymbolVector.of("a"), new IntVector(QType.INT, 1), new LongVector(QType.LONG, 1));

        assertThat(TRADE.mismatch(columns)).isEqualTo("column size is int, long expected");
        assertThat(TRADE.mismatch(columns.subList(0, 2))).isEqualTo("2 columns, 3 expected");
    }

    static Stream<Arguments> otherColumns() {
        Schema quote = new Schema(List.of("time", "sym", "bid"), List.of(QType.TIMESPAN, QType.SYMBOL, QType.FLOAT), 0);
        return Stream.of(
                Arguments.of(
                        quote,
                        new Schema(
                                List.of("time", "sym", "bid", "venue"),
                                List.of(QType.TIMESPAN, QType.SYMBOL, QType.FLOAT, QType.SYMBOL),
                                0),
                        "column venue:symbol is new, at position 4"),
                Arguments.of(
                        quote,
                        new Schema(List.of("time", "bid"), List.of(QType.TIMESPAN, QType.FLOAT), 0),
                        "column sym:symbol is missing"),
                Arguments.of(
                        quote,
                        new Schema(
                                List.of("time", "sym", "ask"), List.of(QType.TIMESPAN, QType.SYMBOL, QType.FLOAT), 0),
                        "column ask stands in the place of bid"),
                Arguments.of(
                        quote,
                        new Schema(List.of("sym", "time", "bid"), List.of(QType.SYMBOL, QType.TIME, QType.FLOAT), 0),
                        "column time is time, timespan expected"),
                Arguments.of(
                        quote,
                        new Schema(
                                List.of("sym", "time", "bid"), List.of(QType.SYMBOL, QType.TIMESPAN, QType.FLOAT), 0),
                        "the columns are in another order: [sym, time, bid], [time, sym, bid] expected"),
                Arguments.of(
                        new Schema(List.of("a"), List.of(QType.LONG), 0),
                        new Schema(
                                List.of("b", "c", "d", "e", "f", "g", "h"),
                                List.of(
                                        QType.REAL,
                                        QType.REAL,
                                        QType.REAL,
                                        QType.REAL,
                                        QType.REAL,
                                        QType.REAL,
                                        QType.REAL),
                                0),
                        "column b:real is new, at position 1; column c:real is new, at position 2;"
                                + " column d:real is new, at position 3; column e:real is new, at position 4;"
                                + " column f:real is new, at position 5; 3 more differ"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("otherColumns")
    void differenceNamesTheColumnsThatDiffer(Schema expected, Schema found, String difference) {
        assertThat(expected.mismatch(found.empty())).isEqualTo(difference);
    }

    @Test
    void columnThatComesTwiceIsNamed() {
        Schema one = new Schema(List.of("a", "b"), List.of(QType.LONG, QType.LONG), 0);
        QVector n = new LongVector(QType.LONG, 1);

        assertThat(one.mismatch(new Flip(List.of("a", "b", "b"), List.of(n, n, n))))
                .isEqualTo("column b comes twice");
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
