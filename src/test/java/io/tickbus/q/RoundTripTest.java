package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
