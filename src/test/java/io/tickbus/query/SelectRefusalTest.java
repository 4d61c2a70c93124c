package io.tickbus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.table.Snapshot;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectRefusalTest {
    private static final Snapshot TABLE = Asked.table(
            new Flip(
                    List.of("sym", "j", "c"),
                    List.of(
                            SymbolVector.of("a", "b"),
                            new LongVector(QType.LONG, 1, 2),
                            new ByteVector(QType.CHAR, new byte[] {'x', 'y'}))),
            0);

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "select (j from t -> parse: column 11: ) expected, found from",
                "select j) from t -> parse: column 9: from expected, found )",
                "select j from t where -> parse: column 22: a value expected, found the end",
                "select from -> parse: column 12: the name of a table expected, found the end",
                "select j -> parse: column 9: from expected, found the end",
                "select j+ from t -> parse: column 11: a value expected, found from",
                "select j,,j from t -> parse: column 10: a value expected, found ,",
                "select j from t where sym=\"a -> parse: column 27: a string without its end",
                "select j from t where sym=\"a\\q\" -> parse: column 29: an escape that is none of \\n \\t \\r \\\\ \\\" \\/ \\ooo",
                "select j from t where j=1h 2i -> parse: column 25: 1h 2i is no literal",
                "select j from t t -> parse: column 17: the end expected, found t",
                "select j 1 from t -> parse: column 10: an operator expected, found 1",
                "select zzz from t -> zzz: column 8: no such column; the table has sym:symbol j:long c:char",
                "select j from t where j=1,zzz -> zzz: column 27: no such column; the table has sym:symbol j:long c:char",
                "select sym+1 from t -> type: column 8: symbol + long",
                "select sum sym from t -> type: column 8: sum symbol",
                "select j from t where sym=1 -> type: column 23: symbol compared with long",
                "select j from t where j -> type: column 23: a condition gives long, not booleans",
                "select j from t where j like \"a\" -> type: column 23: long like a pattern",
                "select j from t where c=\"abc\" -> length: column 23: a list of 3 items beside a column",
                "select j from t where j within 1 2 3 -> length: column 23: within takes 2 bounds, not 3",
                "select 1 2 wavg j from t -> length: column 8: a list beside a column",
                "select 0 xbar j from t -> domain: column 8: xbar by 0 or null",
                "select j by j from t -> dup names for cols/groups j: column 8: give one of them another name",
            })
    void reasonNamesTheColumnOfTheText(String query, String reason) {
        assertThat(Asked.refusal(TABLE, query)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "exec j from t -> exec at column 1",
                "delete from t -> delete at column 1",
                "system \"ls\" -> system at column 1",
                "select distinct j from t -> distinct at column 8",
                "select[5] j from t -> select[ at column 7",
                "select j from (select from t) -> a table that is made at column 15",
                "select {x} from t -> { at column 8",
                "select sum each j from t -> each at column 12",
                "select value j from t -> value at column 8",
                "select sums j from t -> sums at column 8",
                "select sums[j] from t -> sums at column 8",
                "select 2+deltas j from t -> deltas at column 10",
                "select j mavg j from t -> mavg at column 10",
                "select 5 mavg j from t -> mavg at column 10",
                "select j from t where j=(max;j) fby sym -> max as a value at column 26",
                "select count each sym from t -> each at column 14",
                "select j from t where sym in distinct sym -> distinct at column 30",
                "select myown j from t -> myown at column 8",
                "select -1_j from t -> _ at column 10",
                "select a.b from t -> a.b at column 8",
                "select max sum j from t -> an aggregate of an aggregate at column 12",
                "select j-avg j by sym from t -> rows and aggregates in one expression with by at column 8",
                "select j from t where j in j -> in of other than a literal at column 28",
            })
    void otherThingsAreNotSupported(String query, String what) {
        String refusal = Asked.refusal(TABLE, query);
        assertThat(refusal).startsWith("nyi: " + what + "; supported are select over one table");
        QueryException thrown = catchThrowableOfType(
                QueryException.class, () -> Select.parse(query).evaluate(TABLE));
        assertThat(thrown.kind()).isEqualTo(QueryException.Kind.NYI);
        assertThat(thrown.signal()).isEqualTo("nyi");
        assertThat(refusal).contains("at column " + thrown.column() + ";");
    }

    @Test
    void lengthAndNestingHaveLimits() {
        String deep = "select " + "(".repeat(Parser.NESTING_MAX + 1) + "j from t";
        assertThat(Asked.refusal(TABLE, deep)).isEqualTo("limit: column 72: more than 64 levels");
        String longText = "select j from t where j=1" + " ".repeat(Select.TEXT_CHARS_MAX);
        assertThat(Asked.refusal(TABLE, longText)).startsWith("limit: column 65537: a question of 65561 characters");
        String fields = "select t" + ".hh".repeat(Parser.NESTING_MAX + 1) + " from t";
        assertThat(Asked.refusal(TABLE, fields)).isEqualTo("limit: column 8: more than 64 levels");
        String columns = "select j" + ",j".repeat(Select.COLUMNS_MAX) + " from t";
        assertThat(Asked.refusal(TABLE, columns)).isEqualTo("limit: column 2056: more than 1024 columns");
        String pattern = "select j from t where sym like \"" + "a".repeat(Pattern.PATTERN_CHARS_MAX + 1) + "\"";
        assertThat(Asked.refusal(TABLE, pattern)).startsWith("limit: column 32: a pattern of more than 1024");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverTheTextIsItIsAnsweredOrRefused(long seed) {
        String[] words = {
            "select ", "j", "sym", " by ", " from t", " where ", ",", "+", "-", "(", ")", "1", " 2", "`a", "\"x\"",
            "sum ", " in ", " wavg ", "c", "=", "[", "]", ";", ":", "0N", "1.5", " xbar ", "neg ", "x:", " like ",
            ".minute"
        };
        Random random = new Random(seed);
        for (int n = 0; n < 3000; n++) {
            StringBuilder text = new StringBuilder("select ");
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(words[random.nextInt(words.length)]);
            }
            text.append(" from t");
            try {
                assertThat(Select.parse(text.toString()).evaluate(TABLE)).isNotNull();
            } catch (QueryException refused) {
                assertThat(refused.column()).as(text.toString()).isBetween(1, text.length() + 1);
            }
        }
    }
}
