package io.tickbus.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Flip;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.table.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Symbols that a question writes and no table has: {@code m1} is such a one, between {@code m0} and {@code m2}. */
class QuerySymbolsTest {
    private static final Snapshot TABLE =
            Asked.table(new Flip(List.of("sym"), List.of(SymbolVector.of("m0", "m2", ""))), 0);

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "sym=`m1 -> ",
                "sym<>`m1 -> 0 1 2",
                "sym<`m1 -> 0 2",
                "sym<=`m1 -> 0 2",
                "sym>`m1 -> 1",
                "`m1>=sym -> 0 2",
                "sym in `m1`m2`m1x -> 1",
                "sym in enlist `m1 -> ",
                "sym in (`m1;`) -> 2",
                "sym within `m1`m3 -> 1",
                "`m1 like \"m?\" -> 0 1 2",
                "`m1 in `m1x`m1 -> 0 1 2",
                "`m1 in `m1x`m2 -> ",
                "`m1=`m1 -> 0 1 2",
                "`m1=`m1x -> ",
                "null `m1 -> ",
            })
    void areComparedByTheirTextAndNotAdded(String condition, String expected) {
        assertThat(Asked.line(TABLE, "select i from t where " + condition))
                .isEqualTo(("x:long " + (expected == null ? "" : expected)).trim());
        assertThat(Symbols.find("m1")).isEqualTo(Symbols.EMPTY);
    }

    @Test
    void areAddedWhenTheyArePartOfTheAnswer() {
        assertThat(Asked.line(TABLE, "select sym,s:`selected from t where i<2"))
                .isEqualTo("sym:symbol m0 m2, s:symbol selected selected");
        assertThat(Asked.line(TABLE, "select s:`chosen`m2 from t")).isEqualTo("s:symbol chosen m2");
    }

    @Test
    void areAddedUpToALimit() {
        String half = "`" + "x".repeat(QuerySymbols.ADDED_BYTES_MAX / 20);
        for (int i = 0; i < 19; i++) {
            Asked.value(TABLE, "select s:" + half + i + " from t");
        }
        assertThat(Asked.refusal(TABLE, "select s:" + half + "19 from t"))
                .startsWith("limit: column 10: questions have selected");
        assertThat(Asked.line(TABLE, "select i from t where sym=" + half + "20"))
                .isEqualTo("x:long");
        assertThat(Asked.line(TABLE, "select s:`m0 from t where i=0")).isEqualTo("s:symbol m0");
    }
}
