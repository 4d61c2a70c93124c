package io.tickbus.tickerplant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTableTest {
    @TempDir
    private Path dir;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = dir.resolve("rows.csv");
    }

    private Flip read(String table, String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines));
        return CsvTable.read(file, table);
    }

    @Test
    void columnsOfTradeHaveItsTypes() throws IOException {
        Flip rows = read("trade", "time,sym,price,size", "09:30,1234,1,100", "0D09:30:00.5,\"A,B\",,", "");

        assertThat(Schema.of(rows)).isEqualTo(StandardTables.TRADE);
        assertThat(rows.column("time"))
                .isEqualTo(new LongVector(QType.TIMESPAN, 34_200_000_000_000L, 34_200_500_000_000L));
        assertThat(rows.column("sym")).isEqualTo(SymbolVector.of("1234", "A,B"));
        assertThat(rows.column("price")).isEqualTo(new FloatVector(QType.FLOAT, 1, Double.NaN));
        assertThat(rows.column("size")).isEqualTo(new LongVector(QType.LONG, 100, LongVector.NULL));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, long",
        "1, 2.5, float",
        "1e3, 2, float",
        "1, x, symbol",
        "09:30:00.000, 09:31, time",
        "09:30:00.000, 09:31:00.000000001, timespan",
        "0D09:30, 09:30, timespan",
        "2026.08.21, 2026-08-22, date",
        "2026.08.21, 2026.08.21D09:30, timestamp",
        "2026-08-21T09:30:00Z, 2026-08-21T09:30:00.123456789Z, timestamp",
        "2026.08.21, 5, symbol",
        "2026.02.30, 2026.02.28, symbol",
        "99999999999999999999, 1, symbol",
        "'', 7, long",
        "'', '', symbol"
    })
    void typeIsTheFirstThatTakesAllCells(String first, String second, String type) throws IOException {
        Flip rows = read("bars", "sym,x", "a," + first, "b," + second);

        assertThat(rows.column("x").type().qName()).isEqualTo(type);
        assertThat(rows.size()).isEqualTo(2);
    }

    @Test
    void symIsASymbolWhateverItLooksLike() throws IOException {
        assertThat(read("bars", "sym,x", "005930,1").column("sym")).isEqualTo(SymbolVector.of("005930"));
    }

    @Test
    void timeIsPutInFrontOfATableThatHasNone() throws IOException {
        assertThat(CsvFeed.schema(read("bars", "sym,x", "a,1")).toString())
                .isEqualTo("time:timespan sym:symbol x:long");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time,sym,price,size;09:30,A,1,1;09:31,B,abc,1 | line 3: column price: \"abc\" is not a float",
                "time,sym,price,size;noon,A,1,1 | line 2: column time: \"noon\" is not a timespan",
                "sym,size;A,1.5 | line 2: column size: \"1.5\" is not a long",
                "sym,size;A | line 2: 1 cells, 2 columns",
                "sym,sym;A,B | line 1: two columns are called sym",
                "sym,2nd;A,B | line 1: \"2nd\" cannot be a column's name",
                "'' | line 1: no header"
            })
    void badFileIsRefusedWithThePlace(String text, String reason) {
        assertThatThrownBy(() -> read("trade", text.split(";"))).hasMessage(file + ": " + reason);
    }

    @Test
    void missingFileAndOtherBytesAreSaid() throws IOException {
        assertThatThrownBy(() -> CsvTable.read(file, "trade")).hasMessage(file + ": no such file");

        Files.write(file, new byte[] {'s', 'y', 'm', '\n', (byte) 0xFF});
        assertThatThrownBy(() -> CsvTable.read(file, "trade")).hasMessage(file + ": not UTF-8 text");

        Files.writeString(file, "sym\n\"open");
        assertThatThrownBy(() -> CsvTable.read(file, "trade")).hasMessageStartingWith(file + ": ");
    }
}
