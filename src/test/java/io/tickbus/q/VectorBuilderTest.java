package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorBuilderTest {
    private static final RandomValues VALUES = new RandomValues(20260821);

    @ParameterizedTest
    @EnumSource(names = "LIST", mode = EnumSource.Mode.EXCLUDE)
    void vectorsAppendedOneAfterTheOtherAreAllThere(QType type) {
        QVector first = VALUES.vector(type, 5);
        QVector second = VALUES.vector(type, 40);
        VectorBuilder builder = new VectorBuilder(type, 0);
        builder.append(first);
        builder.append(second);

        assertThat(builder.size()).isEqualTo(45);
        assertThat(builder.build().slice(0, 5)).isEqualTo(first);
        assertThat(builder.view(5, 40)).isEqualTo(second);
    }

    @ParameterizedTest
    @EnumSource(names = "LIST", mode = EnumSource.Mode.EXCLUDE)
    void vectorAppendedAtomByAtomIsTheSame(QType type) {
        QVector items = VALUES.vector(type, 30);
        VectorBuilder builder = new VectorBuilder(type, 1);
        for (int i = 0; i < items.size(); i++) {
            builder.append(items.valueAt(i));
        }
        assertThat(builder.build()).isEqualTo(items).hasSameHashCodeAs(items);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasViewedStaysAsItIsWhenMoreIsAdded(QType type) {
        VectorBuilder builder = new VectorBuilder(type, 1);
        builder.appendNull();
        QVector before = builder.build();
        Value item = before.valueAt(0);
        for (int i = 0; i < 1000; i++) {
            builder.append(type == QType.LIST ? new GeneralList(item) : item);
        }
        assertThat(before.size()).isEqualTo(1);
        assertThat(before.valueAt(0)).isEqualTo(item);
        assertThat(builder.size()).isEqualTo(1001);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"BOOLEAN", "BYTE"},
            mode = EnumSource.Mode.EXCLUDE)
    void nullOfATypeIsNull(QType type) {
        VectorBuilder builder = new VectorBuilder(type, 0);
        builder.appendNull();
        assertThat(builder.build().isNull(0)).isTrue();
    }

    @Test
    void listTakesItemsOfAnyTypeEachAsAValue() {
        VectorBuilder builder = new VectorBuilder(QType.LIST, 0);
        builder.append(new LongVector(QType.LONG, 1, 2));
        builder.append((Value) ByteVector.chars("ab"));
        builder.append(new GeneralList(Atom.symbol("a")));

        assertThat(builder.build())
                .isEqualTo(new GeneralList(Atom.ofLong(1), Atom.ofLong(2), ByteVector.chars("ab"), Atom.symbol("a")));
    }

    @Test
    void numbersArePutIntoTheSizeOfTheType() {
        VectorBuilder shorts = new VectorBuilder(QType.SHORT, 0);
        shorts.appendWhole(-7);
        VectorBuilder reals = new VectorBuilder(QType.REAL, 0);
        reals.appendFloat(1.5);
        VectorBuilder guids = new VectorBuilder(QType.GUID, 0);
        guids.appendGuid(new UUID(1, 2));

        assertThat(shorts.build()).isEqualTo(new ShortVector((short) -7));
        assertThat(reals.build()).isEqualTo(new RealVector(1.5f));
        assertThat(guids.build()).isEqualTo(new GuidVector(new UUID(1, 2)));
    }

    @ParameterizedTest
    @EnumSource(names = {"SHORT", "INT", "LONG", "DATE", "TIMESPAN"})
    void nullsAndInfinitiesThatWereWidenedAreNarrowedAgain(QType type) {
        VectorBuilder builder = new VectorBuilder(type, 0);
        long[] items = {LongVector.NULL, LongVector.INFINITY, -LongVector.INFINITY, 7};
        for (long item : items) {
            builder.appendWhole(item);
        }
        for (int i = 0; i < items.length; i++) {
            assertThat(builder.build().longAt(i)).isEqualTo(items[i]);
        }
    }

    @Test
    void itemOfAnotherTypeIsRefusedAndNothingIsAdded() {
        VectorBuilder builder = new VectorBuilder(QType.LONG, 0);

        assertThatThrownBy(() -> builder.append(new IntVector(QType.INT, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a int into a vector of long");
        assertThatThrownBy(() -> builder.append(Atom.symbol("a"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.append((Value) new LongVector(QType.LONG, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.appendFloat(1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(builder.size()).isZero();
    }

    @Test
    void viewPastTheItemsIsRefused() {
        VectorBuilder builder = new VectorBuilder(QType.LONG, 100);
        builder.appendWhole(1);

        assertThatThrownBy(() -> builder.view(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
