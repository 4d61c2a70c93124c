package io.tickbus.record;

import static io.tickbus.record.ConversionsTest.read;
import static io.tickbus.record.ConversionsTest.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;
import io.tickbus.q.ShortVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Items of a column of general type: texts, lists, arrays, and atoms of several types. */
class ItemsTest {
    @SuppressWarnings("ArrayRecordComponent") // a component that fits no column
    record Book(
            List<Double> bids,
            List<Long> sizes,
            List<String> venues,
            List<Instant> times,
            List<ConversionsTest.Side> sides,
            List<List<Integer>> nested,
            List<Optional<Long>> gaps,
            Optional<List<Double>> some,
            Optional<String> note,
            List<Value> values,
            List<boolean[]> flags,
            Set<Long> set,
            List<Date> dates,
            List<?> unknown,
            double[][] matrix) {}

    private static Type component(String name) {
        return Arrays.stream(Book.class.getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .map(RecordComponent::getGenericType)
                .findFirst()
                .orElseThrow();
    }

    private static GeneralList list(Value... items) {
        return new GeneralList(items);
    }

    static Stream<Arguments> items() {
        return Stream.of(
                arguments(ByteVector.chars("good day"), String.class, "good day"),
                arguments(ByteVector.chars(""), String.class, ""),
                arguments(
                        new FloatVector(QType.FLOAT, 1.5, Double.NaN), double[].class, new double[] {1.5, Double.NaN}),
                arguments(new LongVector(QType.LONG, 1, 2), long[].class, new long[] {1, 2}),
                arguments(new IntVector(QType.INT, 1, 2), int[].class, new int[] {1, 2}),
                arguments(new ShortVector((short) 1), short[].class, new short[] {1}),
                arguments(new RealVector(1.5f), float[].class, new float[] {1.5f}),
                arguments(new ByteVector(QType.BYTE, new byte[] {1, -1}), byte[].class, new byte[] {1, -1}),
                arguments(
                        new ByteVector(QType.BOOLEAN, new byte[] {1, 0}), boolean[].class, new boolean[] {true, false}),
                arguments(new ByteVector(QType.CHAR, new byte[] {'a', ' '}), char[].class, new char[] {'a', ' '}),
                arguments(new FloatVector(QType.FLOAT, 1.5, Double.NaN), component("bids"), Arrays.asList(1.5, null)),
                arguments(new LongVector(QType.LONG, 1, LongVector.NULL), component("sizes"), Arrays.asList(1L, null)),
                arguments(
                        new LongVector(QType.LONG, 1, LongVector.NULL),
                        component("gaps"),
                        List.of(Optional.of(1L), Optional.empty())),
                arguments(list(ByteVector.chars("ab"), ByteVector.chars("")), component("venues"), List.of("ab", "")),
                arguments(
                        new LongVector(QType.TIMESTAMP, 0),
                        component("times"),
                        List.of(Instant.parse("2000-01-01T00:00:00Z"))),
                arguments(
                        SymbolVector.of("BUY", ""), component("sides"), Arrays.asList(ConversionsTest.Side.BUY, null)),
                arguments(
                        list(new IntVector(QType.INT, 1, 2), new IntVector(QType.INT, 3)),
                        component("nested"),
                        List.of(List.of(1, 2), List.of(3))),
                arguments(new FloatVector(QType.FLOAT, 1.5), component("some"), Optional.of(List.of(1.5))),
                arguments(ByteVector.chars("x"), component("note"), Optional.of("x")),
                arguments(
                        list(Atom.ofLong(1), ByteVector.chars("x")),
                        component("values"),
                        List.of(Atom.ofLong(1), ByteVector.chars("x"))));
    }

    @ParameterizedTest
    @MethodSource("items")
    void itemIsReadAndWrittenBack(Value item, Type javaType, Object expected) throws Throwable {
        assertThat(read(list(item), javaType)).isEqualTo(expected);
        assertThat(write(QType.LIST, javaType, expected)).isEqualTo(list(item));
    }

    @Test
    void emptyListIsEmptyAndAnEmptyOptional() throws Throwable {
        QVector empty = list(list());

        assertThat(read(empty, double[].class)).isEqualTo(new double[0]);
        assertThat(read(empty, component("bids"))).isEqualTo(List.of());
        assertThat(read(empty, String.class)).isEqualTo("");
        assertThat(read(empty, component("some"))).isEqualTo(Optional.empty());
        assertThat(read(empty, component("note"))).isEqualTo(Optional.empty());
        assertThat(read(empty, Long.class)).isNull();
        assertThat(read(empty, double.class)).isEqualTo(Double.NaN);
        assertThat(write(QType.LIST, component("some"), Optional.empty())).isEqualTo(empty);
        assertThat(write(QType.LIST, component("bids"), null)).isEqualTo(empty);
        assertThat(write(QType.LIST, double[].class, null)).isEqualTo(empty);
        assertThat(write(QType.LIST, String.class, null)).isEqualTo(list(ByteVector.chars("")));
    }

    @Test
    void itemsOfNarrowerTypesAreWidened() throws Throwable {
        assertThat(read(list(new IntVector(QType.INT, 7, 8)), component("sizes")))
                .isEqualTo(List.of(7L, 8L));
        assertThat(read(list(new ShortVector((short) 7)), long[].class)).isEqualTo(new long[] {7});
        assertThat(read(list(new RealVector(1.5f)), double[].class)).isEqualTo(new double[] {1.5});
        assertThat(read(list(list(Atom.ofLong(7), Atom.ofInt(QType.INT, 8))), component("sizes")))
                .isEqualTo(List.of(7L, 8L));
    }

    @Test
    void symbolsAndCharsAreTextsToo() throws Throwable {
        assertThat(read(list(SymbolVector.of("a", "b")), component("venues"))).isEqualTo(List.of("a", "b"));
        assertThat(read(list(Atom.symbol("a")), String.class)).isEqualTo("a");
        assertThat(read(list(new Atom(ConversionsTest.bytes(QType.CHAR, 'a'))), String.class))
                .isEqualTo("a");
        assertThat(read(list(ByteVector.chars("BUY")), ConversionsTest.Side.class))
                .isEqualTo(ConversionsTest.Side.BUY);
    }

    @Test
    void listCannotBeChanged() throws Throwable {
        Object bids = read(list(new FloatVector(QType.FLOAT, 1.5)), component("bids"));

        assertThatThrownBy(() -> ((List<?>) Objects.requireNonNull(bids)).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void itemThatDoesNotFitIsRefused(Value item, Type javaType, String message) {
        assertThatThrownBy(() -> read(list(item), javaType))
                .isInstanceOf(CellException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                arguments(Atom.ofLong(1), component("bids"), "1 is not a list; declare Value"),
                arguments(Atom.ofLong(1), String.class, "1 is not a text; declare Value"),
                arguments(new LongVector(QType.LONG, 1, 2), String.class, "1 2 is not a text; declare Value"),
                arguments(new LongVector(QType.LONG, 1, 2), Long.class, "1 2 is not an atom; declare List or Value"),
                arguments(
                        new QDictionary(SymbolVector.of("a"), new LongVector(QType.LONG, 1)),
                        component("bids"),
                        "(,`a)!,1 is not a list; declare Value"),
                arguments(
                        SymbolVector.of("a"),
                        component("bids"),
                        "items of symbol cannot be read as Double; declare String or an enum"),
                arguments(
                        Atom.ofFloat(1),
                        Long.class,
                        "1f, a float, cannot be read as Long; declare double, Double or OptionalDouble"),
                arguments(
                        new LongVector(QType.LONG, 1, LongVector.NULL),
                        long[].class,
                        "item 1: a null has no primitive; declare Long or OptionalLong"),
                arguments(list(), boolean.class, "a null has no primitive; declare Boolean"),
                arguments(
                        Atom.ofLong(LongVector.NULL),
                        long.class,
                        "a null has no primitive; declare Long or OptionalLong"),
                arguments(
                        list(new IntVector(QType.INT, 1), Atom.ofLong(1)),
                        component("nested"),
                        "item 1: 1 is not a list; declare Value"));
    }

    @Test
    void itemThatCannotBeWrittenIsNamed() {
        assertThatThrownBy(() -> write(QType.LIST, component("sizes"), List.of(1L, Long.MIN_VALUE)))
                .isInstanceOf(CellException.class)
                .hasMessageStartingWith("item 1: -9223372036854775808 is q's null of a long");
    }

    @Test
    void timeOfDayInAListNeedsTheDay() throws Throwable {
        Conversion times = Objects.requireNonNull(Conversions.of(QType.LIST, component("times")));
        Conversion time = Objects.requireNonNull(Conversions.of(QType.LIST, Instant.class));
        QVector spans = list(new LongVector(QType.TIMESPAN, 0));
        QVector span = list(Atom.ofLong(QType.TIMESPAN, 0));

        assertThat(read(spans, component("times"))).isEqualTo(List.of(Instant.parse("2026-11-30T05:00:00Z")));
        assertThatThrownBy(() -> times.reader().invoke(spans, 0, (TradingDay) null))
                .hasMessage("a timespan has no date; " + JavaTypes.DAY_NEEDED);
        assertThatThrownBy(() -> time.reader().invoke(span, 0, (TradingDay) null))
                .hasMessage("0D00:00:00.000000000 has no date; " + JavaTypes.DAY_NEEDED);
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void itemTypeThatFitsNoTypeOfQIsFoundBeforeTheFirstRow(Type javaType) {
        assertThat(Conversions.of(QType.LIST, javaType)).isNull();
    }

    static Stream<Type> unsupported() {
        return Stream.of(
                component("set"),
                component("dates"),
                component("unknown"),
                component("matrix"),
                String[].class,
                LocalDate[].class);
    }

    @Test
    void listsAndArraysFitNoColumnOfASimpleType() {
        assertThat(Conversions.of(QType.LONG, component("sizes"))).isNull();
        assertThat(Conversions.of(QType.LONG, long[].class)).isNull();
    }
}
