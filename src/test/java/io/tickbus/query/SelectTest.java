package io.tickbus.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.ShortVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Selects from five rows with nulls and infinities in two segments. The expected answers are those of a real q, with
 * the types of KX.
 */
class SelectTest {
    private static final long N = LongVector.NULL;
    private static final long W = LongVector.INFINITY;
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    private static final Flip ROWS = new Flip(
            List.of("sym", "j", "f", "ii", "h", "b", "n", "tm", "d"),
            List.of(
                    SymbolVector.of("a", "b", "a", "c", ""),
                    new LongVector(QType.LONG, 1, N, 3, W, -W),
                    new FloatVector(QType.FLOAT, 1, NAN, 3, INF, -INF),
                    new IntVector(QType.INT, 1, IntVector.NULL, 3, IntVector.INFINITY, 5),
                    new ShortVector((short) 1, ShortVector.NULL, (short) 3, ShortVector.INFINITY, (short) 2),
                    new ByteVector(QType.BOOLEAN, new byte[] {1, 0, 1, 1, 0}),
                    new LongVector(QType.TIMESPAN, 3_600_000_000_000L, 7_200_000_000_000L, N, 1, 2),
                    new IntVector(QType.TIME, 34_200_000, 34_261_500, IntVector.NULL, 36_000_000, 86_399_999),
                    new IntVector(QType.DATE, 7305, IntVector.NULL, 7671, 7430, 7306)));
    private static final Snapshot TABLE = Asked.table(ROWS, 0);

    private static String answer(String query) {
        return Asked.line(TABLE, query);
    }

    @Test
    void conditionsHoldInEveryChunkOfALargeSegment() {
        int rows = 3 * Scan.CHUNK_ROWS_MAX + 7;
        long[] numbers = LongStream.range(0, rows).toArray();
        Table table = new Table(Schema.of(numbered(0)), rows, Long.MAX_VALUE);
        table.append(numbered(numbers));
        Flip found = (Flip) Asked.value(table.snapshot(), "select j from t where j>=10,j<>12");
        assertThat(found)
                .isEqualTo(numbered(LongStream.range(10, rows)
                        .filter(number -> number != 12)
                        .toArray()));
    }

    @Test
    void chunksOfWhichSomeRowsAreLeftAreGroupedByTheSameRows() {
        int rows = 3 * Scan.CHUNK_ROWS_MAX + 7;
        int[] syms = new int[rows];
        long[] numbers = LongStream.range(0, rows).toArray();
        long[] sums = new long[3];
        long[] firsts = new long[3];
        long[] lasts = new long[3];
        String[] names = {"a", "b", "c", "d"};
        for (int i = 0; i < rows; i++) {
            int sym = i * 7 / 3 % names.length;
            syms[i] = Symbols.id(names[sym]);
            if (sym < 3 && i > 4090) {
                sums[sym] += i;
                firsts[sym] = firsts[sym] == 0 ? i : firsts[sym];
                lasts[sym] = i;
            }
        }
        Flip flip =
                new Flip(List.of("sym", "j"), List.of(SymbolVector.ofIds(syms), new LongVector(QType.LONG, numbers)));
        Table table = new Table(Schema.of(flip), rows, Long.MAX_VALUE);
        table.append(flip);
        QDictionary found = (QDictionary) Asked.value(
                table.snapshot(), "select s:sum j,f:first j,l:last j by sym from t where sym in `c`nowhere`b`a,j>4090");
        assertThat(found.keys()).isEqualTo(new Flip(List.of("sym"), List.of(SymbolVector.of("a", "b", "c"))));
        assertThat(found.values())
                .isEqualTo(new Flip(
                        List.of("s", "f", "l"),
                        List.of(
                                new LongVector(QType.LONG, sums),
                                new LongVector(QType.LONG, firsts),
                                new LongVector(QType.LONG, lasts))));
    }

    @Test
    void symbolsThatDifferInBytesOnlyAreDifferent() {
        SymbolVector syms = SymbolVector.of("\\xe9", "é", "e", "\\x5cxe9");
        Snapshot table = Asked.table(new Flip(List.of("sym"), List.of(syms)), 0);
        for (String sym : List.of("\\xe9", "é", "e")) {
            assertThat(Asked.line(table, "select sym from t where sym=`" + sym)).isEqualTo("sym:symbol " + sym);
            assertThat(Asked.line(table, "select sym from t where sym in `nowhere`" + sym))
                    .isEqualTo("sym:symbol " + sym);
        }
        assertThat(Asked.line(table, "select sym from t where sym like \"?\"")).isEqualTo("sym:symbol \\xe9 é e");
        assertThat(Asked.line(table, "select sym from t where sym like \"[\\351]\""))
                .isEqualTo("sym:symbol \\xe9");
        assertThat(Asked.line(table, "select sym from t where sym like \"\\351*\""))
                .isEqualTo("sym:symbol \\xe9");
        assertThat(Asked.line(table, "select sym from t where sym like \"\\xe9\""))
                .isEqualTo("sym:symbol \\xe9");
        assertThat(Asked.line(table, "select sym from t where sym like \"\\\\x5cxe9\""))
                .isEqualTo("sym:symbol \\x5cxe9");
    }

    private static Flip numbered(long... numbers) {
        return new Flip(List.of("j"), List.of(new LongVector(QType.LONG, numbers)));
    }

    @Test
    void noColumnsAreAllColumns() {
        assertThat(Asked.value(TABLE, "select from t")).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "select ii+h from t -> h:int 2 . 6 -2147450882 7",
                "select x:j+h,y:j+0W from t -> x:long 2 . 6 -9223372036854743042 -9223372036854775805,"
                        + " y:long . . -9223372036854775806 -2 0",
                "select ii*f from t -> f:float 1 . 9 0w -0w",
                "select ii%j from t where j<4,j>0 -> j:float 1 1",
                "select h+h from t -> h:int 2 . 6 65534 4",
                "select b+b from t -> b:int 2 0 2 2 0",
                "select neg h,neg b from t -> h:short -1 . -3 -0W -2, b:int -1 0 -1 -1 0",
                "select 2*j+1 from t where j within 1 3 -> j:long 4 8",
                "select (2*j)+1 from t where j within 1 3 -> j:long 3 7",
                "select j-1,j1:j- -1+1 from t where j=3 -> j:long 2, j1:long 3",
                "select d+1,e:d-d from t where i<2 -> d:date 2020.01.02 ., e:int 0 .",
                "select d+n from t where i=0 -> n:timestamp 2020.01.01D01:00:00.000000000",
                "select tm.minute,tm.hh,d.month from t where i in 0 1 -> minute:minute 09:30 09:31, hh:int 9 9,"
                        + " month:month 2020.01 .",
                "select 5 xbar tm.minute,2.5 xbar f from t where i<4 -> minute:minute 09:30 09:30 . 10:00,"
                        + " f:float 0 . 2.5 0w",
                "select a:1,j from t where i<2 -> a:long 1 1, j:long 1 .",
                "select i,j,j,j+1 from t where i=2 -> x:long 2, j:long 3, j1:long 3, j2:long 4",
                "select 1+2 from t -> x:long 3",
            })
    void columnsAreExpressions(String query, String expected) {
        assertThat(answer(query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "select count i,count sym from t -> x:long 5, sym:long 5",
                "select sum ii,sum j,sum f,sum h,sum b from t -> ii:int -2147483640, j:long 4, f:float .,"
                        + " h:int 32773, b:int 3",
                "select avg ii,avg j,avg b,avg tm from t -> ii:float 5.368709e+08, j:float 0, b:float 0.6, tm:float 4.771537e+07",
                "select min ii,min j,min f,min h,min d,min sym from t -> ii:int 1, j:long -0W, f:float -0w, h:short 1,"
                        + " d:date 2020.01.01, sym:symbol .",
                "select max ii,max j,max f,max h,max d,max sym from t -> ii:int 0W, j:long 0W, f:float 0w, h:short 0W,"
                        + " d:date 2021.01.01, sym:symbol c",
                "select first sym,last d,x:first f from t -> sym:symbol a, d:date 2020.01.02, x:float 1",
                "select dev ii,dev h,dev b,dev f from t -> ii:float 9.298877e+08, h:float 14187.66, b:float 0.4898979, f:float .",
                "select ii wavg j,x:b wavg j from t -> j:float 9.223372e+18, x:float 3.074457e+18",
                "select (sum ii)%sum j from t -> j:float -5.368709e+08",
                "select w:(j-2) wavg ii from t where j within 1 3 -> w:float 0w",
                "select sum d,sum tm.minute from t where i<>3 -> d:date 2061.01.02, minute:minute 43:00",
                "select j-min ii from t where j within 0 9 -> ii:long 0 2",
            })
    void aggregatesGiveOneRow(String query, String expected) {
        assertThat(answer(query)).isEqualTo(expected);
    }

    @Test
    void aggregatesOfNoRowsKeepTheirTypes() {
        assertThat(answer("select count i,sum j,sum ii,sum b,sum f,sum n from t where j=100"))
                .isEqualTo("x:long 0, j:long 0, ii:int 0, b:int 0, f:float 0, n:timespan 0D00:00:00.000000000");
        assertThat(answer("select min j,min ii,min f,min d,min sym,min b from t where j=100"))
                .isEqualTo("j:long 0W, ii:int 0W, f:float 0w, d:date 0W, sym:symbol ., b:boolean 0");
        assertThat(answer("select max j,max h,max f,max tm from t where j=100"))
                .isEqualTo("j:long -0W, h:short -0W, f:float -0w, tm:time -0W");
        assertThat(answer("select avg j,dev f,x:j wavg f,y:first d,z:last b from t where j=100"))
                .isEqualTo("j:float ., f:float ., x:float ., y:date ., z:boolean 0");
        assertThat(answer("select sum j,f by sym from t where j=100")).isEqualTo("sym:symbol | j:long, f:list");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "select sum j,sum ii by sym from t -> sym:symbol . a b c | j:long -0W 4 0 0W, ii:int 5 4 0 0W",
                "select x:sum j by sym,ii from t -> sym:symbol . a a b c, ii:int 5 1 3 . 0W | x:long -0W 1 3 0 0W",
                "select j,last f by sym from t where not j=0W -> sym:symbol . a b | j:list ,-0W 1 3 ,0N, f:float -0w 3 .",
                "select j,f by b from t where ii<4,ii>0 -> b:boolean 1 | j:list 1 3, f:list 1 3f",
                "select by b from t where i<2 -> b:boolean 0 1 | sym:symbol b a, j:long . 1, f:float . 1, ii:int . 1,"
                        + " h:short . 1, n:timespan 0D02:00:00.000000000 0D01:00:00.000000000,"
                        + " tm:time 09:31:01.500 09:30:00.000, d:date . 2020.01.01",
                "select n:count i by k:2 xbar ii,sym from t -> k:long . 0 2 4 2147483646, sym:symbol b a a . c | n:long 1 1 1 1 1",
                "select count i by 30 xbar tm.minute from t -> minute:minute . 09:30 10:00 23:30 | x:long 1 2 1 1",
                "select x:(sum j)%count i by f from t where f<4 -> f:float . -0w 1 3 | x:float 0 -9.223372e+18 1 3",
            })
    void groupsAreInOrderWithNullsFirst(String query, String expected) {
        assertThat(answer(query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "j>1 -> 2 3",
                "j>0N -> 0 2 3 4",
                "j<=0N -> 1",
                "f=0n -> 1",
                "not f=0n -> 0 2 3 4",
                "f<1 -> 1 4",
                "f>=0n -> 0 1 2 3 4",
                "h=0W -> ",
                "h=0Wh -> 3",
                "j within 1 3 -> 0 2",
                "j within (1;3.5) -> 0 2",
                "f within 0n 3 -> 0 1 2 4",
                "sym like \"[ab]\" -> 0 1 2",
                "sym like \"[^a]\" -> 1 3",
                "sym like \"*\" -> 0 1 2 3 4",
                "sym<`b -> 0 2 4",
                "sym within `a`b -> 0 1 2",
                "sym in `a`c -> 0 2 3",
                "sym in `:/x-1`c -> 3",
                "sym=` -> 4",
                "j in 1 3i -> 0 2",
                "f in 1 3 0n -> 0 1 2",
                "b -> 0 2 3",
                "not b -> 1 4",
                "null f -> 1",
                "(j>1)&b -> 2 3",
                "j>1,i<3 -> 2",
                "b,j=max j -> 3",
                "j=max j,b -> 3",
                "ii<3,j=min j -> 0",
                "tm>09:30 -> 1 3 4",
                "tm=09:30 -> 0",
                "d=2020.01.01 -> 0",
                "d>=2020.01.01D00:00:01 -> 2 3 4",
                "d=7305 -> 0",
                "(f*0.1)=0.3 -> 2",
            })
    void conditionsPickRows(String condition, String expected) {
        assertThat(answer("select i from t where " + condition))
                .isEqualTo(("x:long " + (expected == null ? "" : expected)).trim());
    }

    @Test
    void fieldsOfManyMinutesAreExact() {
        Snapshot minutes = Asked.table(
                new Flip(List.of("u"), List.of(new IntVector(QType.MINUTE, 200_000_001, -1, IntVector.NULL))), 0);
        assertThat(Asked.line(minutes, "select u.hh,u.uu,u.minute from t where i<3"))
                .isEqualTo("hh:int 3333333 -1 ., uu:int 21 59 ., minute:minute 3333333:21 -00:01 .");
    }

    @Test
    void rowsOfAKeyedTableThatWereWrittenAgainDoNotCount() {
        Snapshot keyed = Asked.table(ROWS, 1);
        assertThat(Asked.line(keyed, "select sym,j from t")).isEqualTo("sym:symbol a b c ., j:long 3 . 0W -0W");
        assertThat(Asked.line(keyed, "select count i,sum ii by b from t"))
                .isEqualTo("b:boolean 0 1 | x:long 2 2, ii:int 5 -2147483646");
        assertThat(Asked.line(keyed, "select i from t where sym=`a")).isEqualTo("x:long 0");
    }

    @Test
    void keyedTableComesKeyedInTheOrderInWhichItsKeysCame() {
        Snapshot keyed = Asked.table(ROWS, 1); // sym a comes again
        assertThat(Asked.value(keyed, "select from t where j>1")).isInstanceOf(QDictionary.class);
        assertThat(Asked.line(keyed, "select from t where j>1")).startsWith("sym:symbol a c | ");
        assertThat(Asked.value(keyed, "select sym from t")).isInstanceOf(Flip.class);
        assertThat(Asked.line(keyed, "select first sym,last sym from t")).isEqualTo("sym:symbol a, sym1:symbol .");
        assertThat(Asked.line(keyed, "select sym by null j from t")).isEqualTo("j:boolean 0 1 | sym:list `a`c` ,`b");
        assertThat(Asked.line(keyed, "select i,sym from t where j>1")).isEqualTo("x:long 0 2, sym:symbol a c");
    }
}
