package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SymFilterTest {
    private static final SymFilter A_AND_C = SymFilter.of(List.of("c", "a", "c"));

    @Test
    void rowsWithARequestedSymPass() {
        Flip rows = rows(SymbolVector.of("b", "a", "a", "b", "c"));

        assertThat(A_AND_C.select(rows))
                .isEqualTo(new Flip(rows.names(), List.of(numbers(1, 2, 4), syms("a", "a", "c"))));
        assertThat(A_AND_C.count(rows)).isEqualTo(3);
        assertThat(SymFilter.ALL.select(rows)).isSameAs(rows);
        assertThat(SymFilter.ALL.count(rows)).isEqualTo(5);
    }

    @Test
    void noRowIsCopiedIfAllPass() {
        Flip rows = rows(SymbolVector.of("a", "c"));

        assertThat(A_AND_C.select(rows)).isSameAs(rows);
    }

    @Test
    void noSymIsNoRow() {
        SymFilter none = SymFilter.of(List.of());
        Flip rows = rows(SymbolVector.of("a", ""));

        assertThat(none).isNotEqualTo(SymFilter.ALL);
        assertThat(none.isAll()).isFalse();
        assertThat(none.count(rows)).isZero();
        assertThat(none.select(rows).size()).isZero();
    }

    @Test
    void rowsThatCannotBeJudgedPass() {
        Flip others = rows(new GeneralList(Atom.symbol("b"), Atom.ofLong(1), Atom.symbol("a"), syms("b")));
        Flip without = new Flip(List.of("n"), List.of(numbers(0, 1)));
        Flip strings = rows(ByteVector.chars("bb"));

        assertThat(A_AND_C.select(others).column("n")).isEqualTo(numbers(1, 2, 3));
        assertThat(A_AND_C.count(others)).isEqualTo(3);
        assertThat(A_AND_C.select(without)).isSameAs(without);
        assertThat(A_AND_C.count(without)).isEqualTo(2);
        assertThat(A_AND_C.select(strings)).isSameAs(strings);
    }

    @Test
    void unionPassesWhatEitherPasses() {
        SymFilter union = A_AND_C.union(SymFilter.of(List.of("b", "a")));

        assertThat(union.toValue()).isEqualTo(syms("c", "a", "b"));
        assertThat(union.count(rows(SymbolVector.of("a", "b", "c", "d")))).isEqualTo(3);
        assertThat(A_AND_C.union(SymFilter.ALL)).isEqualTo(SymFilter.ALL);
        assertThat(SymFilter.ALL.union(A_AND_C)).isEqualTo(SymFilter.ALL);
    }

    @Test
    void orderDoesNotCount() {
        assertThat(SymFilter.of(List.of("a", "c"))).isEqualTo(A_AND_C).hasSameHashCodeAs(A_AND_C);
        assertThat(SymFilter.of(List.of("a"))).isNotEqualTo(A_AND_C);
    }

    @Test
    void valueIsWhatAClientSends() {
        assertThat(SymFilter.ALL.toValue()).isEqualTo(Atom.symbol(""));
        assertThat(SymFilter.of(List.of("a")).toValue()).isEqualTo(Atom.symbol("a"));
        assertThat(A_AND_C.toValue()).isEqualTo(syms("c", "a"));
    }

    private static Flip rows(QVector syms) {
        return new Flip(
                List.of("n", "sym"),
                List.of(numbers(LongStream.range(0, syms.size()).toArray()), syms));
    }

    private static LongVector numbers(long... numbers) {
        return new LongVector(QType.LONG, numbers);
    }

    private static SymbolVector syms(String... syms) {
        return SymbolVector.of(syms);
    }
}
