package io.tickbus.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that no row has come to takes little: a tickerplant may have thousands of them. */
class EmptyTableTest {
    private static final int COLUMNS = 20;
    private static final int SEGMENT_ROWS = 65_000;
    private static final int BYTES_MAX = 4096;

    private static Table table(int keys) {
        List<String> names = IntStream.range(0, COLUMNS).mapToObj(i -> "c" + i).toList();
        return new Table(
                new Schema(names, Collections.nCopies(COLUMNS, QType.LONG), keys), SEGMENT_ROWS, Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void emptyTableTakesAFewKilobytes(int keys) {
        assertThat(table(keys).bytes()).isLessThan(BYTES_MAX);
        assertThat(table(keys).emptyFrom(10).bytes()).as("cleared").isLessThan(BYTES_MAX);
    }
}
