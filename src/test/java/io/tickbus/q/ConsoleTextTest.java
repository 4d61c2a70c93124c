package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Limits, widths, and texts that would break a line. The golden messages do not have them. */
class ConsoleTextTest {
    private static LongVector til(int count) {
        return new LongVector(QType.LONG, LongStream.range(0, count).toArray());
    }

    private static Flip table(int rows) {
        return new Flip(List.of("a", "b"), List.of(til(rows), til(rows)));
    }

    @Test
    void lambdaIsItsTextLineByLine() {
        QFunction lambda = new QFunction(100, 0, "{x+\n 1}");

        assertThat(ConsoleText.of(lambda)).isEqualTo("{x+\n 1}");
        assertThat(ConsoleText.line(lambda, 80)).isEqualTo("{x+\\n 1}");
        assertThat(ConsoleText.of(new QFunction(100, 0, "{\u001b[2J}"))).isEqualTo("{\\033[2J}");
    }

    @Test
    void tableOf21RowsIsWhole() {
        assertThat(ConsoleText.of(table(21)).lines())
                .hasSize(23)
                .startsWith("a  b ", "-----", "0  0 ")
                .endsWith("20 20");
    }

    @Test
    void tableOf22RowsEndsInDotsAfter20() {
        assertThat(ConsoleText.of(table(22)).lines()).hasSize(23).endsWith("19 19", "..");
    }

    @Test
    void longTableNeedsOnlyItsFirstRows() {
        assertThat(ConsoleText.table(table(21), 0, 20_000_010)).isEqualTo(ConsoleText.of(table(100)));
        assertThat(ConsoleText.table(table(3), 0, 3)).isEqualTo(ConsoleText.of(table(3)));
    }

    @Test
    void tooFewFirstRowsAreTheCallersMistake() {
        assertThatThrownBy(() -> ConsoleText.table(table(20), 0, 21)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void widthsAreThoseOfTheRowsShown() {
        long[] items = LongStream.range(0, 30).map(i -> i < 20 ? 7 : 123456789).toArray();
        Flip table = new Flip(List.of("a"), List.of(new LongVector(QType.LONG, items)));

        assertThat(ConsoleText.of(table).lines()).element(1).isEqualTo("-");
    }

    @Test
    void keyStandsBeforeABar() {
        assertThat(ConsoleText.table(table(2), 1, 2)).isEqualTo("a| b\n-| -\n0| 0\n1| 1");
        assertThat(ConsoleText.table(table(1), 2, 1)).isEqualTo("a b| \n---| \n0 0| ");
    }

    @Test
    void keyedTableMayComeAsADictionary() {
        QDictionary keyed =
                new QDictionary(new Flip(List.of("a"), List.of(til(30))), new Flip(List.of("b"), List.of(til(30))));

        assertThat(ConsoleText.of(keyed)).isEqualTo(ConsoleText.table(table(21), 1, 30));
    }

    @Test
    void dictionaryHasNoHeaderAndSoTwoRowsMore() {
        assertThat(ConsoleText.of(new QDictionary(til(23), til(23))).lines())
                .hasSize(23)
                .endsWith("22| 22");
        assertThat(ConsoleText.of(new QDictionary(til(24), til(24))).lines())
                .hasSize(23)
                .endsWith("21| 21", "..");
    }

    @Test
    void dictionaryOfRowsShowsTheColumnsOfTheTableOnOneSide() {
        Flip rows = new Flip(List.of("x"), List.of(til(2)));

        assertThat(ConsoleText.of(new QDictionary(SymbolVector.of("a", "b"), rows)))
                .isEqualTo(" | x\n-| -\na| 0\nb| 1");
        assertThat(ConsoleText.of(new QDictionary(rows, til(2)))).isEqualTo("x|  \n-| -\n0| 0\n1| 1");
    }

    @Test
    void dictionaryWhoseSidesDoNotMatchIsALiteral() {
        assertThat(ConsoleText.of(new QDictionary(til(2), til(3)))).isEqualTo("0 1!0 1 2");
        assertThat(ConsoleText.of(new QDictionary(Atom.symbol("a"), Atom.ofLong(1))))
                .isEqualTo("`a!1");
        assertThat(ConsoleText.of(new QDictionary(til(1), Atom.ofLong(1)))).isEqualTo("(,0)!1");
    }

    @Test
    void longLineIsCutAt77CharactersAndDots() {
        String line = ConsoleText.of(til(1000));

        assertThat(line).hasSize(79).startsWith("0 1 2 3 ").endsWith(" 28 ..");
    }

    @Test
    void lineOf79CharactersIsWhole() {
        assertThat(ConsoleText.of(ByteVector.chars("x".repeat(77)))).hasSize(79).endsWith("xx\"");
        assertThat(ConsoleText.of(ByteVector.chars("x".repeat(78)))).hasSize(79).endsWith("xx..");
    }

    @Test
    void dashesOfAWideTableAreCutAsItsRowsAre() {
        List<String> names = IntStream.range(0, 12).mapToObj(i -> "column" + i).toList();
        Flip table =
                new Flip(names, names.stream().map(name -> (QVector) til(1)).toList());

        assertThat(ConsoleText.of(table).lines())
                .element(0)
                .asString()
                .hasSize(79)
                .endsWith("column8 colum..");
        assertThat(ConsoleText.of(table).lines()).element(1).isEqualTo("-".repeat(77) + "..");
    }

    @Test
    void listOfManyItemsEndsInDotsAfter22() {
        Value[] items = IntStream.range(0, 24).mapToObj(i -> til(2)).toArray(Value[]::new);

        assertThat(ConsoleText.of(new GeneralList(items)).lines()).hasSize(23).endsWith("0 1", "..");
    }

    private static Value list(Value... items) {
        return new GeneralList(items);
    }

    private static QVector longs(long... items) {
        return new LongVector(QType.LONG, items);
    }

    @Test
    void equallyLongVectorsStandBelowOneAnother() {
        QVector iq = longs(98, 42, 126);
        QVector names = SymbolVector.of("Jack", "Jill", "Janet");
        assertThat(ConsoleText.of(list(names, iq))).isEqualTo("Jack Jill Janet\n98   42   126  ");
        assertThat(ConsoleText.of(new QDictionary(SymbolVector.of("name", "iq"), list(names, iq))))
                .isEqualTo("name| Jack Jill Janet\niq  | 98   42   126  ");
        assertThat(ConsoleText.of(
                        list(list(Atom.ofLong(1), Atom.symbol("a")), list(Atom.ofLong(20), Atom.symbol("b")))))
                .isEqualTo("1  `a\n20 `b");
        assertThat(ConsoleText.of(list(ByteVector.chars("ab"), ByteVector.chars("cd"))))
                .isEqualTo("\"ab\"\n\"cd\"");
        assertThat(ConsoleText.of(list(longs(1, 2), longs(3)))).isEqualTo("1 2\n,3");
        assertThat(ConsoleText.of(list(til(1000), til(1000))).lines())
                .allSatisfy(line ->
                        assertThat(line).hasSize(79).startsWith("0 1 2 ").endsWith(".."));
    }

    @Test
    void listOfOneItemIsALineOfItsItems() {
        assertThat(ConsoleText.of(list(longs(1, 2, 3)))).isEqualTo("1 2 3");
        assertThat(ConsoleText.of(list(list(longs(10, 20, 30), SymbolVector.of("a", "b", "c")))))
                .isEqualTo("10 20 30 a b c");
        assertThat(ConsoleText.of(list(ByteVector.chars("abc")))).isEqualTo("\"abc\"");
        assertThat(ConsoleText.of(longs(1))).isEqualTo(",1");
    }

    @Test
    void nullsAndInfinitiesInATableHaveNoSuffix() {
        Flip table = new Flip(
                List.of("h", "i", "f", "d", "z"),
                List.of(
                        new ShortVector((short) 1, ShortVector.NULL, ShortVector.INFINITY),
                        new IntVector(QType.INT, 1, IntVector.NULL, -IntVector.INFINITY),
                        new FloatVector(QType.FLOAT, 1, Double.NaN, Double.NEGATIVE_INFINITY),
                        new IntVector(QType.DATE, 1, IntVector.NULL, IntVector.INFINITY),
                        new FloatVector(QType.DATETIME, 0.5, Double.NaN, Double.POSITIVE_INFINITY)));

        assertThat(ConsoleText.of(table).lines())
                .endsWith(
                        "1  1   1   2000.01.02 2000.01.01T12:00:00.000",
                        "                                             ",
                        "0W -0W -0w 0W         0w                     ");
    }

    @Test
    void controlCharactersNeitherBreakALineNorCommandATerminal() {
        Flip table = new Flip(List.of("a\nb"), List.of(SymbolVector.of("x\ty", "\033[2J")));

        assertThat(ConsoleText.of(table)).isEqualTo("a\\nb   \n-------\nx\\ty   \n\\033[2J");
        assertThat(ConsoleText.of(new ErrorValue("no\nway"))).isEqualTo("'no\\nway");
    }

    @Test
    void widthIsCountedInCharactersAndNoPairIsCutApart() {
        Flip table = new Flip(List.of("u"), List.of(SymbolVector.of("日本", "\uD83D\uDE00")));
        assertThat(ConsoleText.of(table)).isEqualTo("u \n--\n日本\n\uD83D\uDE00 ");

        String faces = ConsoleText.of(Atom.symbol("\uD83D\uDE00".repeat(100)));
        assertThat(faces).isEqualTo("`" + "\uD83D\uDE00".repeat(76) + "..");
    }

    @Test
    void tableWithoutColumnsIsALiteral() {
        assertThat(ConsoleText.of(new Flip(List.of(), List.of()))).isEqualTo("+`symbol$()!()");
    }

    @Test
    void loneFloatsAndItemsTellTheirType() {
        assertThat(ConsoleText.of(Atom.ofFloat(70))).isEqualTo("70f");
        assertThat(ConsoleText.of(new FloatVector(QType.FLOAT, 1, 2))).isEqualTo("1 2f");
        assertThat(ConsoleText.of(new FloatVector(QType.FLOAT, 1e10, 2))).isEqualTo("1e+10 2");
        assertThat(ConsoleText.of(new RealVector(1))).isEqualTo(",1e");
        assertThat(ConsoleText.of(SymbolVector.of("a"))).isEqualTo(",`a");
        assertThat(ConsoleText.of(new ByteVector(QType.BYTE, new byte[] {10}))).isEqualTo(",0x0a");
    }
}
