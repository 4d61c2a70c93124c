package io.tickbus.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import java.lang.annotation.RetentionPolicy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordMappingTest {
    record Trade(Instant time, String sym, double price, long size) {}

    private static final List<String> NAMES = List.of("time", "sym", "price", "size");
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final long NOON_NANOS = 849355200000000000L;
    private static final Flip ROWS = new Flip(
            NAMES,
            List.of(
                    new LongVector(QType.TIMESTAMP, NOON_NANOS, NOON_NANOS + 1),
                    SymbolVector.of("IBM", "MSFT"),
                    new FloatVector(QType.FLOAT, 1.5, 2.5),
                    new LongVector(QType.LONG, 100, 200)));
    private static final List<Trade> TRADES =
            List.of(new Trade(NOON, "IBM", 1.5, 100), new Trade(NOON.plusNanos(1), "MSFT", 2.5, 200));
    private static final Schema SCHEMA = Schema.of(ROWS);

    @Test
    void rowsAreReadAndWritten() {
        RecordMapping<Trade> mapping = RecordMapping.of(Trade.class, SCHEMA);

        assertThat(mapping.read(ROWS)).isEqualTo(TRADES);
        assertThat(mapping.read(ROWS, 1)).isEqualTo(TRADES.get(1));
        assertThat(mapping.write(TRADES)).isEqualTo(ROWS);
        assertThat(mapping.read(ROWS.slice(1, 1))).isEqualTo(TRADES.subList(1, 2));
        assertThat(mapping.read(SCHEMA.empty())).isEmpty();
        assertThat(mapping.write(List.of())).isEqualTo(SCHEMA.empty());
        assertThat(mapping.type()).isEqualTo(Trade.class);
        assertThat(mapping.schema()).isEqualTo(SCHEMA);
        assertThat(mapping).hasToString("Trade of time:timestamp sym:symbol price:float size:long");
    }

    @Test
    void listCannotBeChanged() {
        List<Trade> trades = RecordMapping.of(Trade.class, SCHEMA).read(ROWS);

        assertThatThrownBy(trades::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void symbolsTextIsTheSharedOne() {
        String sym = RecordMapping.of(Trade.class, SCHEMA).read(ROWS, 0).sym();

        assertThat(sym).isSameAs(Symbols.text(Symbols.id("IBM")));
    }

    @Test
    void rowThatDoesNotExistIsRefused() {
        RecordMapping<Trade> mapping = RecordMapping.of(Trade.class, SCHEMA);
        Flip first = ROWS.slice(0, 1);

        assertThatThrownBy(() -> mapping.read(first, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mapping.read(first, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    record Misfit(Instant time, long sym, int price, String side, OptionalLong size, Thread owner) {}

    @Test
    void allMismatchesAreToldAtOnce() {
        Schema schema = new Schema(
                List.of("time", "sym", "price", "size", "owner"),
                List.of(QType.TIMESPAN, QType.SYMBOL, QType.FLOAT, QType.LONG, QType.GUID),
                0);

        assertThatThrownBy(() -> RecordMapping.of(Misfit.class, schema))
                .isInstanceOf(RecordMismatchException.class)
                .hasMessage("the record Misfit does not fit the table, which has"
                        + " time:timespan sym:symbol price:float size:long owner:guid:\n"
                        + "  time: Instant cannot hold a timespan without a date; give a TradingDay, such as"
                        + " TradingDay.of(date, zone) or TradingDay.ofLog(log, zone); or declare LocalTime or Duration,"
                        + " or with a TradingDay Instant or LocalDateTime\n"
                        + "  sym: long cannot hold a symbol; declare String or an enum\n"
                        + "  price: int cannot hold a float; declare double, Double or OptionalDouble\n"
                        + "  side: String has no column of this name\n"
                        + "  owner: Thread cannot hold a guid; declare UUID");
        assertThatThrownBy(() -> RecordMapping.of(Misfit.class, schema))
                .isInstanceOfSatisfying(
                        RecordMismatchException.class,
                        mismatch -> assertThat(mismatch.problems())
                                .hasSize(5)
                                .contains("side: String has no column of this name"));
    }

    @Test
    void tradingDayGivesInstantsToATimespan() {
        Schema schema = new Schema(NAMES, List.of(QType.TIMESPAN, QType.SYMBOL, QType.FLOAT, QType.LONG), 0);
        List<QVector> columns = new ArrayList<>(ROWS.columns());
        columns.set(0, new LongVector(QType.TIMESPAN, 43_200_000_000_000L, 43_200_000_000_001L));
        Flip rows = new Flip(NAMES, columns);
        RecordMapping<Trade> mapping =
                RecordMapping.of(Trade.class, schema, TradingDay.of(LocalDate.of(2026, 11, 30), ZoneId.of("UTC")));

        assertThat(mapping.read(rows)).isEqualTo(TRADES);
        assertThat(mapping.write(TRADES)).isEqualTo(rows);
    }

    record Vwap(String sym, double vwap) {}

    @Test
    void resultOfAQueryGivesItsOwnSchema() {
        Flip result =
                new Flip(List.of("sym", "vwap"), List.of(SymbolVector.of("IBM"), new FloatVector(QType.FLOAT, 2.5)));

        assertThat(RecordMapping.of(Vwap.class, Schema.of(result)).read(result)).containsExactly(new Vwap("IBM", 2.5));
    }

    record Side(String sym, @Nullable Long size) {}

    @Test
    void columnsWithoutAComponentAreNull() {
        RecordMapping<Side> mapping = RecordMapping.of(Side.class, SCHEMA);

        assertThat(mapping.read(ROWS)).containsExactly(new Side("IBM", 100L), new Side("MSFT", 200L));
        assertThat(mapping.write(List.of(new Side("IBM", null))))
                .isEqualTo(new Flip(
                        NAMES,
                        List.of(
                                new LongVector(QType.TIMESTAMP, LongVector.NULL),
                                SymbolVector.of("IBM"),
                                new FloatVector(QType.FLOAT, Double.NaN),
                                new LongVector(QType.LONG, LongVector.NULL))));
    }

    @Test
    void keyColumnWithoutAComponentIsReadButNotWritten() {
        RecordMapping<Side> mapping = RecordMapping.of(Side.class, SCHEMA.keyedBy(2));

        assertThat(mapping.read(ROWS)).hasSize(2);
        assertThatThrownBy(() -> mapping.write(List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the record Side has no component for the key column time; without it, rows cannot be written");
    }

    @Test
    void rowsMayHaveOtherColumnsThanTheSchema() {
        RecordMapping<Trade> mapping = RecordMapping.of(Trade.class, SCHEMA);
        List<String> names = List.of("venue", "size", "price", "sym", "time");
        Flip wider = new Flip(
                names,
                List.of(
                        SymbolVector.of("N", "Q"),
                        // A narrower type fits too.
                        new IntVector(QType.INT, 100, 200),
                        ROWS.column("price"),
                        ROWS.column("sym"),
                        ROWS.column("time")));

        assertThat(mapping.read(wider)).isEqualTo(TRADES);
        assertThat(mapping.read(wider, 1)).isEqualTo(TRADES.get(1));
    }

    @Test
    void rowsMayHaveOtherTypesThanTheSchema() {
        RecordMapping<Trade> mapping = RecordMapping.of(Trade.class, SCHEMA);
        List<QVector> columns = new ArrayList<>(ROWS.columns());
        columns.set(3, new IntVector(QType.INT, 100, 200));

        assertThat(mapping.read(new Flip(NAMES, columns))).isEqualTo(TRADES);
    }

    @Test
    void rowsThatNoLongerFitAreRefused() {
        RecordMapping<Trade> mapping = RecordMapping.of(Trade.class, SCHEMA);
        Flip narrower = new Flip(List.of("time", "sym"), ROWS.columns().subList(0, 2));
        Flip none = new Flip(List.of(), List.of());

        assertThatThrownBy(() -> mapping.read(narrower))
                .isInstanceOf(RecordMismatchException.class)
                .hasMessageContaining("price: double has no column of this name")
                .hasMessageContaining("size: long has no column of this name");
        assertThatThrownBy(() -> mapping.read(none)).hasMessageContaining("which has no columns:");
    }

    @Test
    void nullOfAPrimitiveFailsWithRowAndColumn() {
        List<QVector> columns = new ArrayList<>(ROWS.columns());
        columns.set(3, new LongVector(QType.LONG, 100, LongVector.NULL));
        Flip rows = new Flip(NAMES, columns);
        RecordMapping<Trade> mapping = RecordMapping.of(Trade.class, SCHEMA);

        assertThat(mapping.read(rows, 0)).isEqualTo(TRADES.get(0));
        assertThatThrownBy(() -> mapping.read(rows))
                .isInstanceOfSatisfying(RowException.class, failure -> {
                    assertThat(failure.row()).isEqualTo(1);
                    assertThat(failure.column()).isEqualTo("size");
                })
                .hasMessage("row 1, column size: a null has no primitive; declare Long or OptionalLong");
        assertThatThrownBy(() -> mapping.read(rows, 1)).hasMessageStartingWith("row 1, column size: ");
    }

    @Test
    void valueThatDoesNotFitTheColumnFailsWithRowAndColumn() {
        List<Trade> trades = List.of(TRADES.get(0), new Trade(NOON, "IBM", 1, Long.MIN_VALUE));

        assertThatThrownBy(() -> RecordMapping.of(Trade.class, SCHEMA).write(trades))
                .isInstanceOf(RowException.class)
                .hasMessage("row 1, column size: -9223372036854775808 is q's null of a long;"
                        + " declare a box or an Optional, and write null");
    }

    @Test
    void recordThatIsNullFailsWithItsRow() {
        assertThatThrownBy(() -> RecordMapping.of(Trade.class, SCHEMA).write(Arrays.asList(TRADES.get(0), null)))
                .isInstanceOf(RowException.class)
                .hasMessage("row 1, column time: the record is null");
    }

    record Checked(String sym, double price) {
        Checked {
            if (price > 2) {
                throw new IllegalArgumentException("too expensive");
            }
        }
    }

    @Test
    void rowThatTheRecordsConstructorRefusesIsNamed() {
        assertThatThrownBy(() -> RecordMapping.of(Checked.class, SCHEMA).read(ROWS))
                .isInstanceOfSatisfying(
                        RowException.class,
                        failure -> assertThat(failure.column()).isEmpty())
                .hasMessage("row 1: Checked refused the values [MSFT, 2.5]: too expensive")
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    record Renamed(
            @Column("class") String type, @Column("sym") String name) {}

    @Test
    void componentMayHaveAnotherNameThanItsColumn() {
        Flip rows = new Flip(List.of("class", "sym"), List.of(SymbolVector.of("A"), SymbolVector.of("IBM")));
        RecordMapping<Renamed> mapping = RecordMapping.of(Renamed.class, Schema.of(rows));

        assertThat(mapping.read(rows)).containsExactly(new Renamed("A", "IBM"));
        assertThat(mapping.write(List.of(new Renamed("A", "IBM")))).isEqualTo(rows);
        assertThatThrownBy(() -> RecordMapping.of(Renamed.class, SCHEMA))
                .hasMessageContaining("\n  class: String has no column of this name");
    }

    record Twice(String sym, @Column("sym") String name) {}

    record Nothing() {}

    @Test
    void recordThatNoTableCanFitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordMapping.of(Twice.class, SCHEMA))
                .withMessage(Twice.class.getName() + " has two components for the column sym");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordMapping.of(Nothing.class, SCHEMA))
                .withMessage(Nothing.class.getName() + " has no components, which would be read from columns");
    }

    record Policy(RetentionPolicy policy, String note) {}

    @Test
    void enumAndTextAreRead() {
        Flip rows = new Flip(
                List.of("policy", "note"),
                List.of(
                        SymbolVector.of("CLASS", "NONE"),
                        new GeneralList(ByteVector.chars("a"), ByteVector.chars("b"))));
        RecordMapping<Policy> mapping = RecordMapping.of(Policy.class, Schema.of(rows));

        assertThat(mapping.read(rows, 0)).isEqualTo(new Policy(RetentionPolicy.CLASS, "a"));
        assertThatThrownBy(() -> mapping.read(rows))
                .hasMessage("row 1, column policy: \"NONE\" is not a constant of RetentionPolicy;"
                        + " it has CLASS, RUNTIME, SOURCE; declare String");
    }
}
