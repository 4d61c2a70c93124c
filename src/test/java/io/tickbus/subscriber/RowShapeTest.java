package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowShapeTest {
    private static final Schema ANY = new Schema(List.of("v"), List.of(QType.LIST), 0);
    private static final QFunction LAMBDA = new QFunction(100, 0);

    private static Flip column(Value... items) {
        return new Flip(List.of("v"), List.of(new GeneralList(items)));
    }

    static Stream<Value> functions() {
        return Stream.of(
                LAMBDA,
                new GeneralList(Atom.ofLong(1), new GeneralList(LAMBDA)),
                column(LAMBDA),
                new QDictionary(new GeneralList(Atom.ofLong(1)), new GeneralList(LAMBDA)));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void functionThatWasSkippedIsRefusedHoweverDeep(Value item) {
        assertThatThrownBy(() -> RowShape.rows(ANY, column(ByteVector.chars("text"), item)))
                .isInstanceOf(RowShape.Mismatch.class)
                .hasMessage("column v holds a function, whose code is not kept");
    }

    @Test
    void primitivesAreTaken() throws Exception {
        Flip rows = column(QFunction.GENERIC_NULL, new QFunction(102, 5), ByteVector.chars("text"));

        assertThat(RowShape.rows(ANY, rows)).isEqualTo(rows);
    }
}
