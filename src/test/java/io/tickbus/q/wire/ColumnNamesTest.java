package io.tickbus.q.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.SymbolVector;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnNamesTest {
    @Test
    void namesThatComeAgainAreTheSameList() {
        List<String> names = ColumnNames.of(SymbolVector.of("again", "sym"));

        assertThat(names).containsExactly("again", "sym");
        assertThat(ColumnNames.of(SymbolVector.of("again", "sym"))).isSameAs(names);
    }

    @Test
    void moreTablesThanAreKeptHaveTheirOwnNames() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1000; i++) {
                assertThat(ColumnNames.of(SymbolVector.of("c" + i, "sym"))).containsExactly("c" + i, "sym");
            }
        }
    }

    @Test
    void tableOfVeryManyColumnsHasItsNames() {
        String[] names = new String[1000];
        for (int i = 0; i < names.length; i++) {
            names[i] = "c" + i;
        }

        assertThat(ColumnNames.of(SymbolVector.of(names))).containsExactly(names);
    }

    @Test
    void tableWithoutColumnsHasNoNames() {
        assertThat(ColumnNames.of(SymbolVector.of())).isEmpty();
    }
}
