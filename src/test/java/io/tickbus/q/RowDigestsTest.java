package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowDigestsTest {
    private static final int ROWS = 10_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void cutsColumnOrderAndAttributesDoNotCount(long seed) {
        Random random = new Random(seed);
        Flip rows = rows(seed);
        RowDigests whole = digests(rows);
        RowDigests pieces = new RowDigests();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rows.columns().size(); i++) {
            order.add(i);
        }
        for (int at = 0; at < ROWS; ) {
            int count = Math.min(ROWS - at, random.nextBoolean() ? 1 : random.nextInt(3000));
            Collections.shuffle(order, random);
            pieces.append(reordered(rows.slice(at, count), order));
            at += count;
        }
        assertThat(pieces.toVector()).isEqualTo(whole.toVector());
        assertThat(pieces.rows()).isEqualTo(ROWS);
    }

    private static Flip reordered(Flip rows, List<Integer> order) {
        List<String> names = order.stream().map(rows.names()::get).toList();
        List<QVector> columns =
                order.stream().map(i -> rows.column(i).withAttribute(0)).toList();
        return new Flip(names, columns);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void eachChangedCellIsFoundAtTheNextKeptDigest(long seed) {
        Random random = new Random(seed);
        Flip rows = rows(seed);
        int row = random.nextInt(ROWS - 1);
        Flip other = swapped(rows, row);
        if (digests(rows.slice(row, 1)).last()
                == digests(rows.slice(row + 1, 1)).last()) {
            return; // the rows are the same
        }
        long difference = digests(rows).differenceTo(digests(other));
        assertThat(difference).isBetween(row + 1L, Math.max(2L * (row + 1), row + 1L + RowDigests.STEP_ROWS));
    }

    /** Returns the rows with two neighbours in the other order. */
    private static Flip swapped(Flip rows, int row) {
        List<VectorBuilder> builders = Schema.of(rows).builders(ROWS);
        for (int i = 0; i < builders.size(); i++) {
            QVector column = rows.column(i);
            builders.get(i).append(column.slice(0, row));
            builders.get(i).append(column.slice(row + 1, 1));
            builders.get(i).append(column.slice(row, 1));
            builders.get(i).append(column.slice(row + 2, ROWS - row - 2));
        }
        return Schema.of(rows).flip(builders);
    }

    @Test
    void valueTypeAndColumnOfACellCount() {
        Flip one = table("a", new LongVector(QType.LONG, 5), "b", new LongVector(QType.LONG, 6));
        Flip swapped = table("a", new LongVector(QType.LONG, 6), "b", new LongVector(QType.LONG, 5));
        Flip retyped = table("a", new LongVector(QType.TIMESPAN, 5), "b", new LongVector(QType.LONG, 6));
        assertThat(digests(one).last())
                .isNotEqualTo(digests(swapped).last())
                .isNotEqualTo(digests(retyped).last())
                .isNotEqualTo(0);
    }

    @Test
    void listColumnOfAtomsIsTheColumnOfTheirType() {
        Flip typed = table("a", new LongVector(QType.LONG, 5, 6), "s", SymbolVector.of("x", "y"));
        Flip listed = table(
                "a",
                new GeneralList(Atom.ofLong(5), Atom.ofLong(6)),
                "s",
                new GeneralList(Atom.symbol("x"), Atom.symbol("y")));
        Flip nested = table(
                "a",
                new GeneralList(new LongVector(QType.LONG, 5), new LongVector(QType.LONG, 6)),
                "s",
                SymbolVector.of("x", "y"));
        assertThat(digests(listed).last()).isEqualTo(digests(typed).last());
        assertThat(digests(nested).last()).isNotEqualTo(digests(typed).last());
    }

    @Test
    void allNotANumbersAreAlike() {
        Flip one = table("a", new FloatVector(QType.FLOAT, Double.NaN), "b", new RealVector(Float.NaN));
        Flip other = table(
                "a",
                new FloatVector(QType.FLOAT, Double.longBitsToDouble(0x7FF8_0000_0000_1234L)),
                "b",
                new RealVector(Float.intBitsToFloat(0x7FC0_1234)));
        assertThat(digests(one).last()).isEqualTo(digests(other).last());
    }

    @Test
    void digestsGoOnFromFewerRows() {
        Flip rows = rows(7);
        RowDigests cut = digests(rows).upTo(5000, digests(rows.slice(0, 5000)).last());
        cut.append(rows, 5000, ROWS - 5000);
        assertThat(cut.toVector()).isEqualTo(digests(rows).toVector());
        RowDigests read = RowDigests.of(ROWS, digests(rows).toVector());
        assertThat(read.differenceTo(cut)).isZero();
        assertThat(read.differenceTo(digests(rows.slice(0, 4999)))).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 100, 4095, 4096, 9000})
    void nothingIsKnownBehindRowsThatWereNotRead(int before) {
        Flip rows = rows(3);
        RowDigests unread = digests(rows.slice(0, before));
        unread.skip(1);
        unread.append(rows, before + 1, ROWS - before - 1);
        RowDigests sent = RowDigests.of(unread.rows(), unread.toVector());
        assertThat(sent.rows()).isEqualTo(ROWS);
        assertThat(sent.toVector()).isEqualTo(unread.toVector());
        assertThat(sent.differenceTo(digests(rows))).isZero();
        RowDigests other = digests(swapped(rows, 0));
        assertThat(sent.differenceTo(other)).isEqualTo(before == 0 ? 0 : 1);
        assertThat(sent.sameRows(digests(rows))).isBetween(before / 2L, (long) before);
        RowDigests cut = sent.upTo(ROWS - 1, digests(rows.slice(0, ROWS - 1)).last());
        assertThat(cut.differenceTo(digests(rows.slice(0, ROWS - 1)))).isZero();
    }

    /** A column of each type. */
    private static Flip rows(long seed) {
        RandomValues random = new RandomValues(seed);
        List<String> names = new ArrayList<>();
        List<QVector> columns = new ArrayList<>();
        for (QType type : QType.values()) {
            names.add(type.qName());
            columns.add(type == QType.LIST ? list(random) : random.vector(type, ROWS));
        }
        return new Flip(names, columns);
    }

    private static QVector list(RandomValues random) {
        Value[] items = new Value[ROWS];
        for (int i = 0; i < ROWS; i++) {
            items[i] = random.next();
        }
        return new GeneralList(items);
    }

    private static RowDigests digests(Flip rows) {
        RowDigests digests = new RowDigests();
        digests.append(rows);
        return digests;
    }

    private static Flip table(String one, QVector first, String other, QVector second) {
        return new Flip(List.of(one, other), List.of(first, second));
    }
}
