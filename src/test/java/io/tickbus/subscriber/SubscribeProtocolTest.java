package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.SymbolVector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The request for tables and their log. */
class SubscribeProtocolTest {
    @Test
    void allTablesAreOneCall() {
        assertThat(request(List.of())).isEqualTo("(.u.sub[`;`];.u `i`L)");
    }

    @Test
    void tablesAreAListOfCallsAndOneIsACall() {
        assertThat(request(List.of("a"))).isEqualTo("(.u.sub[`a;`];.u `i`L)");
        assertThat(request(List.of("a", "b"), "X", "Y.Z_1"))
                .isEqualTo("((.u.sub[`a;`X`Y.Z_1];.u.sub[`b;`X`Y.Z_1]);.u `i`L)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "", "a/b", "a`b", "\"", ";", "é", "a-b", "a:b", "1a", "_a"})
    void symbolsThatAreNoLiteralsGoBesideALambda(String sym) {
        assertThat(SubscribeProtocol.requestWithLog(List.of("a"), List.of("X", sym)))
                .isEqualTo(new GeneralList(
                        ByteVector.chars("{[t;s](.u.sub[;s]each t;.u `i`L)}"),
                        SymbolVector.of("a"),
                        SymbolVector.of("X", sym)));
        assertThat(SubscribeProtocol.requestWithLog(List.of(), List.of(sym)))
                .isEqualTo(new GeneralList(
                        ByteVector.chars("{[t;s](.u.sub[;s]t;.u `i`L)}"), Atom.symbol(""), SymbolVector.of(sym)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-table", "a b", "a;b"})
    void tableThatIsNoLiteralIsNoPartOfTheText(String table) {
        assertThat(SubscribeProtocol.requestWithLog(List.of(table, "b"), List.of()))
                .isEqualTo(new GeneralList(
                        ByteVector.chars("{[t;s](.u.sub[;s]each t;.u `i`L)}"),
                        SymbolVector.of(table, "b"),
                        Atom.symbol("")));
    }

    private static String request(List<String> tables, String... syms) {
        return ((ByteVector) SubscribeProtocol.requestWithLog(tables, List.of(syms))).text();
    }
}
