package io.tickbus.javakdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.kx.c;
import io.tickbus.event.Rows;
import io.tickbus.q.Atom;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Conversions agree with what javakdb itself writes and reads. Each array has an ordinary item, its null and infinities. */
@Isolated("one test calls c.setEncoding, which holds for the whole process")
class ConversionTest {
    private static final int MAX = Integer.MAX_VALUE;
    private static final int NULL = Integer.MIN_VALUE;

    static Stream<Object> arrays() {
        return Stream.of(
                new boolean[] {true, false},
                new UUID[] {new UUID(1, -2), (UUID) c.NULL('g')},
                new byte[] {0, -1, 127},
                new short[] {1, Short.MIN_VALUE, Short.MAX_VALUE, -Short.MAX_VALUE},
                new int[] {1, NULL, MAX, -MAX},
                new long[] {1, Long.MIN_VALUE, Long.MAX_VALUE, -Long.MAX_VALUE},
                new float[] {1.5f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY},
                new double[] {1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY},
                new char[] {'a', ' ', '\u00e9'},
                new String[] {"IBM", "", "longer than eight", "\u00e9", "\\xe9", "IBM"},
                new Instant[] {
                    Instant.parse("2026-08-21T09:30:00.123456789Z"),
                    Instant.MIN,
                    Instant.parse("1999-12-31T23:59:59.999999999Z"),
                    Instant.parse("2292-04-10T23:47:16.854775807Z"),
                    Instant.parse("1707-09-22T00:12:43.145224193Z")
                },
                new c.Month[] {new c.Month(319), new c.Month(NULL), new c.Month(MAX), new c.Month(-MAX)},
                new LocalDate[] {
                    LocalDate.of(1999, 12, 31),
                    LocalDate.MIN,
                    LocalDate.ofEpochDay(10_957L + MAX),
                    LocalDate.ofEpochDay(10_957L - MAX)
                },
                new LocalDateTime[] {
                    LocalDateTime.of(2026, 8, 21, 9, 30, 0, 123_000_000),
                    LocalDateTime.MIN,
                    LocalDateTime.of(1999, 1, 1, 0, 0)
                },
                new c.Timespan[] {new c.Timespan(-1), new c.Timespan(Long.MIN_VALUE), new c.Timespan(Long.MAX_VALUE)},
                new c.Minute[] {new c.Minute(1500), new c.Minute(NULL), new c.Minute(MAX), new c.Minute(-1)},
                new c.Second[] {new c.Second(34201), new c.Second(NULL), new c.Second(MAX), new c.Second(-1)},
                new LocalTime[] {LocalTime.of(9, 30, 1, 250_000_000), c.LOCAL_TIME_NULL, LocalTime.MIN},
                new Object[] {1L, "a", new int[] {7}, "text".toCharArray(), new Object[] {2.5, 'x', new long[0]}});
    }

    /** Each array, each of its items, and an empty array of its type. */
    static Stream<Arguments> objects() {
        return arrays().flatMap(array -> {
            List<Object> all = new ArrayList<>(List.of(array));
            all.add(Array.newInstance(array.getClass().getComponentType(), 0));
            for (int i = 0; i < Array.getLength(array); i++) {
                all.add(Array.get(array, i));
            }
            return all.stream().map(object -> arguments(object));
        });
    }

    private static Value written(Object object) throws Exception {
        return Message.decode(new c().serialize(0, object, false)).value();
    }

    private static Object read(Value value) throws Exception {
        return new c().deserialize(new Message(MessageKind.ASYNC, value).encode());
    }

    @ParameterizedTest
    @MethodSource("objects")
    void valueIsWhatJavakdbWrites(Object object) throws Exception {
        assertThat(Javakdb.value(object)).isEqualTo(written(object));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void objectIsWhatJavakdbReads(Object object) throws Exception {
        Value value = written(object);
        assertThat(Javakdb.object(value))
                .isEqualTo(read(value))
                .isEqualTo(object)
                .hasSameClassAs(object);
        assertThat(Javakdb.value(Javakdb.object(value))).isEqualTo(value);
    }

    @Test
    void tablesOfAllTypesAgreeBothWays() throws Exception {
        Object[] columns = arrays().map(array -> {
                    Object two = Array.newInstance(array.getClass().getComponentType(), 2);
                    System.arraycopy(array, 0, two, 0, 2);
                    return two;
                })
                .toArray();
        String[] names = Stream.of(columns)
                .map(column -> column.getClass().getSimpleName())
                .toArray(String[]::new);
        c.Flip flip = new c.Flip(names, columns);

        Flip table = Javakdb.table(flip);
        assertThat(table).isEqualTo(written(flip));
        assertThat(Javakdb.flip(new Rows(0, 2, table, 0, 0)).y).isEqualTo(columns);
        assertThat(Javakdb.flip(table).x).isEqualTo(names);
        c.Dict keyed = new c.Dict(flip, new c.Flip(new String[] {"n"}, new Object[] {new long[] {1, 2}}));
        assertThat(Javakdb.value(keyed)).isEqualTo(written(keyed));
        assertThat(Javakdb.table(keyed).names()).hasSize(names.length + 1).endsWith("n");
        assertThat(Javakdb.object(Javakdb.value(keyed))).isInstanceOf(c.Dict.class);
    }

    @Test
    void columnsAndOneRowBecomeTables() {
        Flip expected = new Flip(List.of("sym", "n"), List.of(SymbolVector.of("IBM"), new LongVector(QType.LONG, 1)));

        assertThat(Javakdb.table(List.of("sym", "n"), new Object[] {"IBM", 1L})).isEqualTo(expected);
        assertThat(Javakdb.table(List.of("sym", "n"), new Object[] {new String[] {"IBM"}, new long[] {1}}))
                .isEqualTo(expected);
    }

    @Test
    void primitiveArraysAreSharedUnlessThereIsMoreInThem() {
        long[] items = {1, 2, 3};
        LongVector vector = (LongVector) Javakdb.value(items);

        assertThat(vector.array()).isSameAs(items);
        assertThat(Javakdb.object(vector)).isSameAs(items);
        assertThat(Javakdb.object(vector.slice(1, 2))).isEqualTo(new long[] {2, 3});
        assertThat(Javakdb.object(new IntVector(QType.INT, 1, 2).slice(1, 1))).isEqualTo(new int[] {2});
    }

    static Stream<Arguments> refusedObjects() {
        return Stream.of(
                arguments(
                        new LocalTime[] {LocalTime.MIN, LocalTime.of(1, 0, 0, 1)},
                        "row 1: 01:00:00.000000001 has parts"),
                arguments(LocalDateTime.of(2026, 1, 1, 0, 0, 0, 1), "truncatedTo(ChronoUnit.MILLIS)"),
                arguments(
                        LocalDateTime.of(999_999, 1, 1, 0, 0),
                        "the LocalDateTime +999999-01-01T00:00 is too far from 2000"),
                arguments(new Instant[] {Instant.MAX}, "row 0: the Instant +1000000000-12-31"),
                arguments(Instant.parse("1707-09-22T00:12:43.145224192Z"), "outside of q's timestamps"),
                arguments(LocalDate.MAX, "outside of q's dates"),
                arguments(new String[] {"a", "\u0394"}, "row 1: javakdb's encoding has no bytes for \"\u0394\""),
                arguments("a\0b", "the symbol \"a\\0b\" has a zero character"),
                arguments('\u0394', "has more than a byte"),
                arguments(BigDecimal.ONE, "no type of q for the java.math.BigDecimal 1"),
                arguments(new Long[] {1L}, "no type of q for the [Ljava.lang.Long;"),
                arguments(new String[] {"a", null}, "row 1: null is no value of q"),
                arguments(new UUID[] {null}, "row 0: null is no value of q"),
                arguments(new Object[] {1L, null}, "row 1: null is no value of q"),
                arguments(
                        new c.Flip(new String[] {"a", "b"}, new Object[] {new long[2], new long[1]}),
                        "column b has 1 rows, column a has 2"),
                arguments(new c.Flip(new String[] {"a"}, new Object[] {1L}), "column a: a column is an array, not"),
                arguments(new c.Flip(new String[] {"a"}, new Object[0]), "1 names and 0 columns"),
                arguments(
                        new c.Flip(new String[] {"a"}, new Object[] {new LocalDate[] {LocalDate.MAX}}),
                        "column a, row 0: the LocalDate +999999999-12-31"));
    }

    @ParameterizedTest
    @MethodSource("refusedObjects")
    void whatQCannotHoldIsRefused(Object object, String message) {
        assertThatThrownBy(() -> Javakdb.value(object))
                .isInstanceOf(JavakdbException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> refusedValues() {
        int notLatin = Symbols.id("x");
        return Stream.of(
                arguments(new IntVector(QType.TIME, 0, -1), "row 1: a time of -1 ms"),
                arguments(new IntVector(QType.TIME, 86_400_000), "a time of 86400000 ms"),
                arguments(new IntVector(QType.TIME, IntVector.INFINITY), "a time of 2147483647 ms"),
                arguments(new FloatVector(QType.DATETIME, 1e-9), "a datetime of 1.0E-9 days"),
                arguments(new FloatVector(QType.DATETIME, Double.POSITIVE_INFINITY), "a datetime of Infinity days"),
                arguments(QFunction.GENERIC_NULL, "a function"),
                arguments(
                        new GeneralList(Atom.ofLong(notLatin), new ErrorValue("type")),
                        "row 1: javakdb has no object for an error"),
                arguments(new QDictionary(SymbolVector.of("a"), new LongVector(QType.LONG, 1), true), "sorted (step)"),
                arguments(
                        new Flip(List.of("t"), List.of(new IntVector(QType.TIME, 0, 1, -5))),
                        "column t, row 2: a time of -5 ms"));
    }

    /** Tickbus reads the text as UTF-8 or as an escape, javakdb reads it in its own encoding. */
    @Test
    void symbolThatTickbusReadsInAnotherWayIsNotMistakenForJavakdbs() throws Exception {
        for (String text : List.of("\u00e9", "\\xe9")) {
            SymbolVector.of(text);
            assertThat(Javakdb.value(text)).isEqualTo(written(text)).isNotEqualTo(Atom.symbol(text));
        }
    }

    @ParameterizedTest
    @MethodSource("refusedValues")
    void whatJavakdbCannotHoldIsRefused(Value value, String message) {
        assertThatThrownBy(() -> Javakdb.object(value))
                .isInstanceOf(JavakdbException.class)
                .hasMessageContaining(message);
    }

    /** The setting is one for the process, and cannot be read. The test sets back javakdb's default. */
    @Test
    void textFollowsTheEncodingThatJavakdbHas() throws Exception {
        String text = "\u0394\u00e9";
        Value latin = written("\u00e9");
        c.setEncoding("UTF-8");
        try {
            assertThat(Javakdb.value(text)).isEqualTo(written(text)).isEqualTo(Atom.symbol(text));
            assertThat(Javakdb.object(Atom.symbol(text))).isEqualTo(text);
            assertThat(Javakdb.value(text.toCharArray())).isEqualTo(written(text.toCharArray()));
            assertThatThrownBy(() -> Javakdb.object(latin)).hasMessageContaining("no text in javakdb's encoding");
        } finally {
            c.setEncoding("ISO-8859-1");
        }
    }
}
