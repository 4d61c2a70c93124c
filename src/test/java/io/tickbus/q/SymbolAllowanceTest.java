package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import org.junit.jupiter.api.Test;

class SymbolAllowanceTest {
    @Test
    void newSymbolsAreCountedAndKnownOnesAreNot() {
        SymbolAllowance allowance = new SymbolAllowance(2, 1000);
        int known = Symbols.id("SymbolAllowanceTest.known");
        allowance.within(() -> Symbols.id("SymbolAllowanceTest.1"));
        byte[] message = Encoder.message(MessageKind.ASYNC, SymbolVector.of("SymbolAllowanceTest.2"));

        assertThat(allowance.within(() -> Symbols.id("SymbolAllowanceTest.known")))
                .isEqualTo(known);
        allowance.within(() -> Message.decode(message));
        allowance.within(() -> Symbols.id("SymbolAllowanceTest.3"));
        assertThatThrownBy(() -> allowance.within(() -> Symbols.id("SymbolAllowanceTest.4")))
                .isInstanceOf(QFormatException.class)
                .hasMessageContaining("no room for another new symbol of a client: they have brought 2 of 42 bytes");
        assertThat(allowance.within(() -> Symbols.id("SymbolAllowanceTest.3"))).isPositive();
        assertThat(Symbols.id("SymbolAllowanceTest.4")).isPositive(); // the feed's own
    }

    @Test
    void theirBytesAreBoundedAsWell() {
        SymbolAllowance allowance = new SymbolAllowance(10, 30);
        allowance.within(() -> Symbols.id("SymbolAllowanceTest.long"));
        assertThatThrownBy(() -> allowance.within(() -> Symbols.id("SymbolAllowanceTest.longer")))
                .isInstanceOf(QFormatException.class);
    }
}
