package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SymbolBoundsTest {
    @AfterEach
    void unbind() {
        Symbols.onNearlyFull(full -> {});
        Symbols.bound(SymbolBounds.ofHeap());
    }

    private static String fresh(String name) {
        return "SymbolBoundsTest." + name;
    }

    @Test
    void boundsFollowFromTheHeapAndEndWhereTheyEnded() {
        assertThat(SymbolBounds.ofHeap(256L << 20)).isEqualTo(new SymbolBounds(524_288, 32L << 20));
        assertThat(SymbolBounds.ofHeap(64L << 30)).isEqualTo(new SymbolBounds(16_777_216, 1L << 30));
    }

    @Test
    void symbolPastTheCountIsRefusedAndKnownOnesAreRead() {
        SymbolUse use = Symbols.use();
        Symbols.bound(new SymbolBounds(use.count() + 1, Long.MAX_VALUE));
        int last = Symbols.id(fresh("last"));

        assertThatThrownBy(() -> Symbols.id(fresh("one more")))
                .isInstanceOf(QFormatException.class)
                .hasMessageContaining("no room for another symbol: this process has " + (use.count() + 1)
                        + " symbols of at most " + (use.count() + 1) + " (symbols.countMax)")
                .hasMessageContaining("keep what is always new, such as order ids, as text");
        assertThat(Symbols.id(fresh("last"))).isEqualTo(last);
        assertThat(Symbols.use().count()).isEqualTo(use.count() + 1);
        Symbols.bound(SymbolBounds.ofHeap());
        assertThat(Symbols.id(fresh("one more"))).isGreaterThan(last);
    }

    @Test
    void symbolPastTheBytesIsRefusedAndAShorterOneIsNot() {
        SymbolUse use = Symbols.use();
        Symbols.bound(
                new SymbolBounds(Integer.MAX_VALUE, use.bytes() + fresh("1").length()));

        assertThatThrownBy(() -> Symbols.id(fresh("22"))).hasMessageContaining("(symbols.bytesMax)");
        assertThat(Symbols.id(fresh("1"))).isPositive();
    }

    @Test
    void namesOfTheProgramHaveRoomInAFullProcess() throws Exception {
        FullSymbols.run(() -> {
            assertThat(Atom.symbol(fresh("name")).item()).isEqualTo(SymbolVector.of(fresh("name")));
            assertThatThrownBy(() -> SymbolVector.of(fresh("data"))).isInstanceOf(QFormatException.class);
        });
    }

    @Test
    void listenerIsToldOnceWhenFourFifthsAreUsed() {
        List<SymbolUse> told = new ArrayList<>();
        Symbols.onNearlyFull(told::add);
        SymbolUse use = Symbols.use();
        int countMax = (int) Math.ceil((use.count() + 5) / 0.8);
        Symbols.bound(new SymbolBounds(countMax, Long.MAX_VALUE));
        assertThat(told).isEmpty();
        for (int i = 0; i < 6; i++) {
            Symbols.id(fresh("nearly " + i));
        }

        assertThat(told).hasSize(1);
        assertThat(told.get(0).count()).isBetween(use.count() + 5, use.count() + 6);
        Symbols.bound(new SymbolBounds(use.count() + 6, Long.MAX_VALUE));
        assertThat(told).as("a bound that is nearly reached when it is set").hasSize(2);
    }

    @Test
    void messageWithoutRoomTellsItsTableAndItsRows() throws Exception {
        Value call = new GeneralList(
                Atom.symbol("upd"),
                Atom.symbol("trade"),
                new Flip(
                        List.of("sym", "n"),
                        List.of(
                                SymbolVector.of("A", FullSymbols.NEW, "", "a longer name than eight"),
                                new LongVector(QType.LONG, 1, 2, 3, 4))));
        SymbolVector.of("sym", "n"); // names of columns are known where a table is
        byte[] message = FullSymbols.withNew(Encoder.message(MessageKind.ASYNC, call));
        QFormatException noRoom =
                FullSymbols.call(() -> catchThrowableOfType(QFormatException.class, () -> Message.decode(message)));

        assertThat(noRoom.kind()).isEqualTo(QFormatException.Kind.SYMBOLS);
        assertThat(ConsoleText.line(Objects.requireNonNull(noRoom.outline()), 200))
                .isEqualTo("(`upd;`trade;+`sym`n!(`A`?``a longer name than eight;1 2 3 4))");
        assertThat(noRoom.outline()).as("a symbol of its own").isNotEqualTo(call);
        assertThat(Symbols.id("?")).isNotEqualTo(Symbols.UNKNOWN);
        assertThat(Message.decode(message).value()).as("once there is room").isInstanceOf(GeneralList.class);
    }
}
