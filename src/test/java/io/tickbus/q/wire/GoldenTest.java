package io.tickbus.q.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Atom;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of real q interpreters are decoded, printed as q prints them, and encoded to equal bytes. */
class GoldenTest {
    @ParameterizedTest
    @MethodSource("io.tickbus.q.wire.Golden#values")
    void messageIsEncodedToTheBytesItCameFrom(Golden golden) {
        Message message = Message.decode(golden.bytes());

        assertThat(message.encode()).isEqualTo(golden.bytes());
        assertThat(Message.decode(message.encode())).isEqualTo(message).hasSameHashCodeAs(message);
    }

    @ParameterizedTest
    @MethodSource("io.tickbus.q.wire.Golden#all")
    void valueIsPrintedAsTheConsoleDoes(Golden golden) {
        assertThat(ConsoleText.of(Message.decode(golden.bytes()).value())).isEqualTo(golden.console());
    }

    @ParameterizedTest
    @MethodSource("io.tickbus.q.wire.Golden#functions")
    void functionIsSkippedWholeAndNotEncoded(Golden golden) {
        Message message = Message.decode(golden.bytes());

        assertThatThrownBy(message::encode)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be encoded");
    }

    @Test
    void differentMessagesAreDifferentValues() {
        Set<Message> distinct = new HashSet<>();
        long unlike = Golden.values()
                .map(golden -> Message.decode(golden.bytes()))
                .filter(distinct::add)
                .count();

        // Only one is there twice: a null with either sign bit.
        assertThat(unlike).isEqualTo(Golden.values().count() - 1);
    }

    @Test
    void everyTypeIsAmongThem() {
        Set<QType> vectors = new HashSet<>();
        Set<QType> atoms = new HashSet<>();
        Golden.values().map(golden -> Message.decode(golden.bytes()).value()).forEach(value -> {
            if (value instanceof QVector vector) {
                vectors.add(vector.type());
            } else if (value instanceof Atom atom) {
                atoms.add(atom.type());
            }
        });

        assertThat(vectors).containsExactlyInAnyOrder(QType.values());
        assertThat(atoms).hasSize(QType.values().length - 1).doesNotContain(QType.LIST);
    }

    @Test
    void attributeIsKeptButDoesNotMakeVectorsDiffer() {
        QVector sorted = (QVector) Message.decode(Golden.bytes("`s#1 2 3")).value();

        assertThat(sorted.attribute()).isEqualTo(1);
        assertThat(sorted).isEqualTo(new LongVector(QType.LONG, 1, 2, 3));
    }
}
