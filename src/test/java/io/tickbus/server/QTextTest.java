package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.Request.Apply;
import io.tickbus.server.Request.Constant;
import io.tickbus.server.Request.Items;
import io.tickbus.server.Request.Name;
import io.tickbus.server.Request.Select;
import io.tickbus.server.Request.Statements;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class QTextTest {
    private static final Constant NULL = new Constant(QFunction.GENERIC_NULL);
    private static final Constant ALL = symbol("");

    private static Constant symbol(String text) {
        return new Constant(Atom.symbol(text));
    }

    private static Constant of(Value value) {
        return new Constant(value);
    }

    private static Request sublist(Request counts, Request table) {
        return new Apply("sublist", List.of(counts, table));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("`", ALL),
                Arguments.of("`IBM", symbol("IBM")),
                Arguments.of("`:/tmp/a.log", symbol(":/tmp/a.log")),
                Arguments.of("`:/tmp/a-1.log", symbol(":/tmp/a-1.log")),
                Arguments.of("`é`\\xe9`/a", of(SymbolVector.of("é", "\\xe9", "/a"))),
                Arguments.of("`a`b", of(SymbolVector.of("a", "b"))),
                Arguments.of("``b`", of(SymbolVector.of("", "b", ""))),
                Arguments.of("1", of(Atom.ofLong(1))),
                Arguments.of("-1", of(Atom.ofLong(-1))),
                Arguments.of(" 1 2  3 ", of(new LongVector(QType.LONG, 1, 2, 3))),
                Arguments.of("1i", of(Atom.ofInt(QType.INT, 1))),
                Arguments.of("1 2 3i", of(new IntVector(QType.INT, 1, 2, 3))),
                Arguments.of("0N", of(Atom.ofLong(LongVector.NULL))),
                Arguments.of("-0W", of(Atom.ofLong(-LongVector.INFINITY))),
                Arguments.of("0Nd", of(Atom.ofInt(QType.DATE, IntVector.NULL))),
                Arguments.of("1.5", of(Atom.ofFloat(1.5))),
                Arguments.of(".5", of(Atom.ofFloat(.5))),
                Arguments.of("1e3", of(Atom.ofFloat(1000))),
                Arguments.of("1e-3", of(Atom.ofFloat(.001))),
                Arguments.of("1e+3", of(Atom.ofFloat(1000))),
                Arguments.of("0n", of(Atom.ofFloat(Double.NaN))),
                Arguments.of("1 2.5", of(new FloatVector(QType.FLOAT, 1, 2.5))),
                Arguments.of("1b", of(Atom.ofBoolean(true))),
                Arguments.of("01b", of(new ByteVector(QType.BOOLEAN, new byte[] {0, 1}))),
                Arguments.of("0x0a", of(new Atom(new ByteVector(QType.BYTE, new byte[] {10})))),
                Arguments.of("2026.08.21", of(Atom.ofInt(QType.DATE, 9729))),
                Arguments.of("2000.02m", of(Atom.ofInt(QType.MONTH, 1))),
                Arguments.of("2000.01.02D00:00:00.000000001", of(Atom.ofLong(QType.TIMESTAMP, 86_400_000_000_001L))),
                Arguments.of("0D09:30", of(Atom.ofLong(QType.TIMESPAN, 34_200_000_000_000L))),
                Arguments.of("-0D00:00:01", of(Atom.ofLong(QType.TIMESPAN, -1_000_000_000L))),
                Arguments.of("09:30", of(Atom.ofInt(QType.MINUTE, 570))),
                Arguments.of("09:30:01", of(Atom.ofInt(QType.SECOND, 34_201))),
                Arguments.of("09:30:01.5", of(Atom.ofInt(QType.TIME, 34_201_500))),
                Arguments.of("\"ab\"", of(ByteVector.chars("ab"))),
                Arguments.of("\"\"", of(ByteVector.chars(""))),
                Arguments.of("\"a\"", of(new Atom(ByteVector.chars("a")))),
                Arguments.of("\"\\\"\\n\\101é\"", of(ByteVector.chars("\"\nAé"))),
                Arguments.of("\"a\\/b\"", of(ByteVector.chars("a/b"))),
                Arguments.of("::", NULL),
                Arguments.of("", NULL),
                Arguments.of("()", new Items(List.of())),
                Arguments.of("(1)", of(Atom.ofLong(1))),
                Arguments.of("(1;`a)", new Items(List.of(of(Atom.ofLong(1)), symbol("a")))),
                Arguments.of("tables", new Name("tables")),
                Arguments.of("f[]", new Apply("f", List.of(NULL))),
                Arguments.of("f[1;;`a]", new Apply("f", List.of(of(Atom.ofLong(1)), NULL, symbol("a")))),
                Arguments.of(".demo.send 1000", new Apply(".demo.send", List.of(of(Atom.ofLong(1000))))),
                Arguments.of(".u `i`L", new Apply(".u", List.of(of(SymbolVector.of("i", "L"))))),
                Arguments.of("`.u `i`L", new Apply(".u", List.of(of(SymbolVector.of("i", "L"))))),
                Arguments.of(".u`L", new Apply(".u", List.of(symbol("L")))),
                Arguments.of("-5#t", new Apply("#", List.of(of(Atom.ofLong(-5)), new Name("t")))),
                Arguments.of("1 2 sublist t", sublist(of(new LongVector(QType.LONG, 1, 2)), new Name("t"))),
                Arguments.of("1+1", new Apply("+", List.of(of(Atom.ofLong(1)), of(Atom.ofLong(1))))),
                Arguments.of(
                        "count select from t; 1",
                        new Statements(List.of(
                                new Apply("count", List.of(new Select("t", "select from t", 6))), of(Atom.ofLong(1))))),
                Arguments.of(
                        "(exec `from`x from t where a=\";)\\\"\", b in (1;2);1)",
                        new Items(List.of(
                                new Select("t", "exec `from`x from t where a=\";)\\\"\", b in (1;2)", 1),
                                of(Atom.ofLong(1))))),
                Arguments.of("f [1]", new Apply("f", List.of(of(Atom.ofLong(1))))),
                Arguments.of("f g 1", new Apply("f", List.of(new Apply("g", List.of(of(Atom.ofLong(1))))))),
                Arguments.of(".u.sub[`;`];", new Statements(List.of(new Apply(".u.sub", List.of(ALL, ALL)), NULL))),
                Arguments.of(
                        "(.u.sub[`trade;`] ; .u `i`L)",
                        new Items(List.of(
                                new Apply(".u.sub", List.of(symbol("trade"), ALL)),
                                new Apply(".u", List.of(of(SymbolVector.of("i", "L"))))))));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textIsRead(String text, Request expected) {
        assertThat(QText.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "1-2 | nyi: - at column 2",
                "a+2 | nyi: + at column 2",
                "2 xbar 5 | nyi: xbar at column 3",
                "`t upsert 5 | nyi: upsert at column 4",
                "(1;2) lj 5 | nyi: lj at column 7",
                "\"ab\" like \"a\" | nyi: like at column 6",
                "select a, b | parse: column 12: no from to the select",
                "count select a from | parse: column 20: no table behind from",
                "select a from (select a from t) | nyi: select from what is no table's name at column 15",
                "select a from t where s=\"x | parse: column 25: a string without its end",
                "a:1 | nyi: : at column 2",
                "update size:1 from trade | nyi: update at column 1",
                "count delete from trade | nyi: delete at column 7",
                "{x} | nyi: { at column 1",
                "f[1 | parse: column 3: no ] to the bracket",
                "(1;2 | parse: column 2: no ) to the bracket",
                "f[1) | parse: column 4: unexpected )",
                "1) | parse: column 2: unexpected )",
                "\"ab | parse: column 1: a string without its end",
                "1\"ab | parse: column 2: a string without its end",
                "\"\\q\" | parse: column 2: an escape that is none of \\n \\t \\r \\\\ \\\" \\/ \\ooo",
                "f 2026.13.01 | parse: column 3: 2026.13.01 is not a number or a temporal",
                "1 2 2026.08.21 0D01 | parse: column 1: 1 2 2026.08.21 0D01 is not a number or a temporal",
                "99999999999999999999 | parse: column 1: 99999999999999999999 is not a number or a temporal",
                "70000h | parse: column 1: 70000h is not a number or a temporal",
                "1 99999999999 3i | parse: column 1: 1 99999999999 3i is not a number or a temporal",
            })
    void errorSaysTheColumn(String text, String error) {
        assertThatThrownBy(() -> QText.parse(text)).isInstanceOf(QError.class).hasMessage(error);
    }

    @Test
    void nestingIsBounded() {
        String text = "(".repeat(100_000);

        assertThatThrownBy(() -> QText.parse(text)).isInstanceOf(QError.class).hasMessageContaining("deeper than 64");
        assertThatThrownBy(() -> QText.parse("f ".repeat(100_000) + "1"))
                .isInstanceOf(QError.class)
                .hasMessageContaining("deeper than 64");
    }

    @Test
    void nameOfManyPartsIsReadWithoutTakingTheStack() {
        String name = "a" + ".b".repeat(200_000);

        assertThat(QText.parse(name)).isEqualTo(new Name(name));
        assertThat(Request.of(new GeneralList(Atom.symbol(name), ALL.value())))
                .isEqualTo(new Apply(name, List.of(ALL)));
    }

    @Test
    void requestMayBeTextOrListOrSymbols() {
        Request sub = new Apply(".u.sub", List.of(symbol("trade"), ALL));

        assertThat(Request.of(ByteVector.chars(".u.sub[`trade;`]"))).isEqualTo(sub);
        assertThat(Request.of(new GeneralList(Atom.symbol(".u.sub"), Atom.symbol("trade"), Atom.symbol(""))))
                .isEqualTo(sub);
        assertThat(Request.of(new GeneralList(ByteVector.chars(".u.sub"), Atom.symbol("trade"), Atom.symbol(""))))
                .isEqualTo(sub);
        assertThat(Request.of(SymbolVector.of(".u.sub", "trade", ""))).isEqualTo(sub);
        assertThat(Request.of(Atom.symbol("tables"))).isEqualTo(new Name("tables"));
    }

    @Test
    void requestThatOnlyAnInterpreterCouldRunIsNyi() {
        assertThatThrownBy(() -> Request.of(new GeneralList(ByteVector.chars("{x}"), Atom.ofLong(1))))
                .hasMessage("nyi: {x}");
        assertThatThrownBy(() -> Request.of(new GeneralList(QFunction.GENERIC_NULL, Atom.ofLong(1))))
                .hasMessageStartingWith("nyi: a list whose head");
        assertThatThrownBy(() -> Request.of(new GeneralList())).hasMessageStartingWith("nyi");
        assertThatThrownBy(() -> Request.of(Atom.ofLong(1))).hasMessageStartingWith("nyi");
    }
}
