package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchMemoryTest {
    private static Flip rows(String sym, int count) {
        String[] syms = new String[count];
        Arrays.fill(syms, sym);
        return new Flip(
                List.of("sym", "size"), List.of(SymbolVector.of(syms), new LongVector(QType.LONG, new long[count])));
    }

    @Test
    void rowsCountAsColumnsAndAsBytesOnTheWire() {
        int idAndText = 4 + 5;
        int twoLongs = 16;
        assertThat(BatchMemory.of(rows("AAPL", 100)))
                .isEqualTo(BatchMemory.BATCH_BYTES + 100L * (idAndText + twoLongs));
    }

    @Test
    void longTextsCountEachTimeTheyAreSent() {
        assertThat(BatchMemory.of(rows("x".repeat(1000), 100)) - BatchMemory.of(rows("", 100)))
                .isEqualTo(100_000);
    }

    @Test
    void batchOfFewRowsCountsWhatItCostsByItself() {
        assertThat(BatchMemory.of(rows("", 1)) * 100).isGreaterThan(40 * BatchMemory.of(rows("", 100)));
    }
}
