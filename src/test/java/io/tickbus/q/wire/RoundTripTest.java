package io.tickbus.q.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.ConsoleText;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QType;
import io.tickbus.q.RandomValues;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that a seeded generator makes, through both byte orders. */
class RoundTripTest {
    private static final long SEED = 20260821;
    private static final int VALUES = 20_000;
    private static final List<MessageKind> KINDS = List.of(MessageKind.values());

    @Test
    void everyValueSurvivesTheWire() {
        RandomValues values = new RandomValues(SEED);
        for (int i = 0; i < VALUES; i++) {
            Message message = new Message(KINDS.get(i % KINDS.size()), values.next());
            byte[] bytes = message.encode();
            Message decoded = Message.decode(bytes);
            assertThat(decoded).as("value %d of seed %d", i, SEED).isEqualTo(message);
            assertThat(decoded.encode()).as("value %d of seed %d", i, SEED).isEqualTo(bytes);
        }
    }

    @Test
    void everyValueIsWrittenIntoItsPartOfAnArrayAndNowhereElse() {
        RandomValues values = new RandomValues(SEED);
        for (int i = 0; i < VALUES; i++) {
            Value value = values.next();
            byte[] body = Encoder.body(value);
            int from = i % 11;
            byte[] expected = new byte[from + body.length + 13];
            Arrays.fill(expected, (byte) 0x5A);
            byte[] written = expected.clone();
            System.arraycopy(body, 0, expected, from, body.length);
            Encoder.encode(value, written, from, from + Encoder.size(value));
            assertThat(written).as("value %d of seed %d", i, SEED).isEqualTo(expected);
        }
    }

    @Test
    void symbolsOfAnyLengthAreWrittenAsTheirTextAndAZeroByte() {
        for (int length = 0; length < 20; length++) {
            SymbolVector symbols = SymbolVector.of("x".repeat(length), "é".repeat(length), "", "abc");
            byte[] body = Encoder.body(symbols);
            String text = String.join("\0", symbols.textAt(0), symbols.textAt(1), "", "abc", "");
            assertThat(new String(body, 6, body.length - 6, StandardCharsets.UTF_8))
                    .isEqualTo(text);
            assertThat(symbols.wireBytes()).isEqualTo(body.length - 6);
        }
    }

    @Test
    void bigEndianMessagesHoldTheSameValues() {
        RandomValues values = new RandomValues(SEED);
        for (int i = 0; i < VALUES; i++) {
            Value value = values.next();
            Value decoded = Message.decode(BigEndianEncoder.message(value)).value();
            assertThat(decoded).as("value %d of seed %d", i, SEED).isEqualTo(value);
            assertThat(Encoder.body(decoded)).isEqualTo(Encoder.body(value));
        }
    }

    @Test
    void everyValueIsPrintedWithinTheConsole() {
        RandomValues values = new RandomValues(SEED);
        for (int i = 0; i < VALUES; i++) {
            String text = ConsoleText.of(values.next());
            assertThat(text.lines().count()).isLessThanOrEqualTo(ConsoleText.ROWS - 2);
            assertThat(text.lines()).allMatch(line -> line.codePointCount(0, line.length()) < ConsoleText.COLUMNS);
        }
    }

    @Test
    void errorWithAZeroCharacterIsStillOneMessage() {
        Message error = new Message(MessageKind.RESPONSE, new ErrorValue("nyi: \0 at column 2"));

        assertThat(Message.decode(error.encode())).isEqualTo(error);
        assertThat(error.value()).isEqualTo(new ErrorValue("nyi:   at column 2"));
    }

    @Test
    void valuesMayNestAsDeepAsTheLimitAndNoDeeper() {
        Value value = new LongVector(QType.LONG, 1);
        for (int i = 1; i < Decoder.DEPTH_MAX; i++) {
            value = new GeneralList(value);
        }
        Message deepest = new Message(MessageKind.ASYNC, value);
        Message deeper = new Message(MessageKind.ASYNC, new GeneralList(value));

        assertThat(Message.decode(deepest.encode())).isEqualTo(deepest);
        assertThatThrownBy(() -> Message.decode(deeper.encode()))
                .isInstanceOfSatisfying(
                        QFormatException.class,
                        malformed -> assertThat(malformed.kind()).isEqualTo(QFormatException.Kind.DEPTH));
    }
}
