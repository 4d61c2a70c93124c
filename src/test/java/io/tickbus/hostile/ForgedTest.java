package io.tickbus.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.ByteVector;
import io.tickbus.q.QFormatException;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.wire.Message;
import org.junit.jupiter.api.Test;

/** An attack with a message that is not what it was meant to be shows nothing. */
class ForgedTest {
    @Test
    void bombIsValidAndUnpacksToAHundredTimesItsSize() {
        byte[] bomb = Forged.bomb();

        assertThat(bomb.length).isLessThan(Forged.REQUEST_BYTES_MAX / 100);
        assertThat(Message.decode(bomb).value())
                .isEqualTo(ByteVector.chars(" ".repeat(Forged.REQUEST_BYTES_MAX - 1024)));
    }

    @Test
    void boastIsRefusedForWhatItSays() {
        assertThatThrownBy(() -> Message.decode(Forged.boast()))
                .isInstanceOf(QFormatException.class)
                .hasMessageContaining("unpacked length 2147483639 from 76 bytes");
    }

    @Test
    void nestIsRefusedForItsDepthAlone() {
        assertThat(Message.decode(Forged.nest(10))).isNotNull();
        assertThatThrownBy(() -> Message.decode(Forged.nest(1000))).hasMessageContaining("nested deeper");
    }

    @Test
    void atomsAndSymbolsAreValid() {
        assertThat(Message.decode(Forged.atoms(10))).isNotNull();
        assertThat(Message.decode(Forged.symbols(5, 2)).value()).isEqualTo(SymbolVector.of("unheard5", "unheard6"));
    }

    @Test
    void halfIsTheBeginningOfWhatItAnnounces() {
        assertThatThrownBy(() -> Message.decode(Forged.half(60_000, 40_000)))
                .hasMessageContaining("length 60000 for 40008 bytes");
    }
}
