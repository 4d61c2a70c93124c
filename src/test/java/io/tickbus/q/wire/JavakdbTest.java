package io.tickbus.q.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.kx.c;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.GuidVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.RealVector;
import io.tickbus.q.ShortVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** KX's own Java client, which writes big-endian and reads both orders, has the same opinion of every type it gets right. */
class JavakdbTest {
    private static final UUID GUID = UUID.fromString("0123abcd-89ab-cdef-0123-456789abcdef");
    private static final Instant INSTANT = Instant.parse("2026-08-21T09:30:00.123456789Z");
    private static final long NANOS = 840619800123456789L;
    private static final LocalDateTime DATETIME = LocalDateTime.of(2026, 8, 21, 12, 0);
    private static final LocalTime TIME = LocalTime.of(9, 30, 1, 250_000_000);

    static Stream<Arguments> vectors() {
        return Stream.of(
                arguments(new boolean[] {true, false}, new ByteVector(QType.BOOLEAN, new byte[] {1, 0})),
                arguments(new UUID[] {GUID, new UUID(0, 0)}, new GuidVector(GUID, new UUID(0, 0))),
                arguments(new byte[] {1, -1}, new ByteVector(QType.BYTE, new byte[] {1, -1})),
                arguments(
                        new short[] {1, Short.MIN_VALUE, Short.MAX_VALUE},
                        new ShortVector((short) 1, ShortVector.NULL, ShortVector.INFINITY)),
                arguments(
                        new int[] {1, Integer.MIN_VALUE, -Integer.MAX_VALUE},
                        new IntVector(QType.INT, 1, IntVector.NULL, -IntVector.INFINITY)),
                arguments(
                        new long[] {1, Long.MIN_VALUE, Long.MAX_VALUE},
                        new LongVector(QType.LONG, 1, LongVector.NULL, LongVector.INFINITY)),
                arguments(new float[] {1.5f, Float.NaN}, new RealVector(1.5f, Float.NaN)),
                arguments(
                        new double[] {1.5, Double.NaN, Double.NEGATIVE_INFINITY},
                        new FloatVector(QType.FLOAT, 1.5, Double.NaN, Double.NEGATIVE_INFINITY)),
                arguments("chars".toCharArray(), ByteVector.chars("chars")),
                arguments(
                        new String[] {"a", "", "eightlen", "longer than eight"},
                        SymbolVector.of("a", "", "eightlen", "longer than eight")),
                arguments(new Instant[] {INSTANT}, new LongVector(QType.TIMESTAMP, NANOS)),
                arguments(new c.Month[] {new c.Month(319), new c.Month(-1)}, new IntVector(QType.MONTH, 319, -1)),
                arguments(
                        new LocalDate[] {LocalDate.of(2026, 8, 21), LocalDate.of(1999, 12, 31)},
                        new IntVector(QType.DATE, 9729, -1)),
                arguments(new LocalDateTime[] {DATETIME}, new FloatVector(QType.DATETIME, 9729.5)),
                arguments(
                        new c.Timespan[] {new c.Timespan(34200000000001L), new c.Timespan(-1)},
                        new LongVector(QType.TIMESPAN, 34200000000001L, -1)),
                arguments(new c.Minute[] {new c.Minute(1500)}, new IntVector(QType.MINUTE, 1500)),
                arguments(new c.Second[] {new c.Second(34201)}, new IntVector(QType.SECOND, 34201)),
                arguments(new LocalTime[] {TIME}, new IntVector(QType.TIME, 34201250)),
                arguments(new long[0], new LongVector(QType.LONG)),
                arguments(new Object[0], new GeneralList()),
                arguments(
                        new Object[] {1L, "a", new int[] {7}, "text".toCharArray(), new Object[] {2.5, 'x'}},
                        new GeneralList(
                                Atom.ofLong(1),
                                Atom.symbol("a"),
                                new IntVector(QType.INT, 7),
                                ByteVector.chars("text"),
                                new GeneralList(Atom.ofFloat(2.5), new Atom(ByteVector.chars("x"))))));
    }

    static Stream<Arguments> atoms() {
        Map<Object, Value> atoms = Map.ofEntries(
                Map.entry(true, Atom.ofBoolean(true)),
                Map.entry(GUID, new Atom(new GuidVector(GUID))),
                Map.entry((byte) -1, new Atom(new ByteVector(QType.BYTE, new byte[] {-1}))),
                Map.entry((short) -2, new Atom(new ShortVector((short) -2))),
                Map.entry(3, Atom.ofInt(QType.INT, 3)),
                Map.entry(4L, Atom.ofLong(4)),
                Map.entry(1.5f, new Atom(new RealVector(1.5f))),
                Map.entry(2.5, Atom.ofFloat(2.5)),
                Map.entry('x', new Atom(ByteVector.chars("x"))),
                Map.entry("sym", Atom.symbol("sym")),
                Map.entry(INSTANT, Atom.ofLong(QType.TIMESTAMP, NANOS)),
                Map.entry(new c.Month(319), Atom.ofInt(QType.MONTH, 319)),
                Map.entry(LocalDate.of(1999, 12, 31), Atom.ofInt(QType.DATE, -1)),
                Map.entry(DATETIME, new Atom(new FloatVector(QType.DATETIME, 9729.5))),
                Map.entry(new c.Timespan(-1), Atom.ofLong(QType.TIMESPAN, -1)),
                Map.entry(new c.Minute(570), Atom.ofInt(QType.MINUTE, 570)),
                Map.entry(new c.Second(34201), Atom.ofInt(QType.SECOND, 34201)),
                Map.entry(TIME, Atom.ofInt(QType.TIME, 34201250)));
        return atoms.entrySet().stream().map(pair -> arguments(pair.getKey(), pair.getValue()));
    }

    @ParameterizedTest
    @MethodSource({"vectors", "atoms"})
    void whatJavakdbWritesIsRead(Object theirs, Value ours) throws Exception {
        assertThat(Message.decode(new c().serialize(2, theirs, false)))
                .isEqualTo(new Message(MessageKind.RESPONSE, ours));
    }

    @ParameterizedTest
    @MethodSource({"vectors", "atoms"})
    void whatIsWrittenJavakdbReads(Object theirs, Value ours) throws Exception {
        assertThat(new c().deserialize(new Message(MessageKind.ASYNC, ours).encode()))
                .isEqualTo(theirs);
    }

    @Test
    void tablesAndDictionariesAgree() throws Exception {
        c.Flip theirs = new c.Flip(new String[] {"sym", "size"}, new Object[] {new String[] {"IBM"}, new long[] {100}});
        Flip ours = new Flip(List.of("sym", "size"), List.of(SymbolVector.of("IBM"), new LongVector(QType.LONG, 100)));
        c.Dict keyed = new c.Dict(theirs, theirs);

        assertThat(Message.decode(new c().serialize(0, theirs, false)).value()).isEqualTo(ours);
        assertThat(Message.decode(new c().serialize(0, keyed, false)).value()).isEqualTo(new QDictionary(ours, ours));
        c.Flip read = (c.Flip) new c().deserialize(new Message(MessageKind.ASYNC, ours).encode());
        assertThat(read.x).isEqualTo(theirs.x);
        assertThat(read.y).isEqualTo(theirs.y);
    }
}
