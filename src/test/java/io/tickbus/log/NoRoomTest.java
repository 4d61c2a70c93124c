package io.tickbus.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.FullSymbols;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFormatException.Kind;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.Value;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log with more symbols than the process has room for is not damaged. */
class NoRoomTest {
    private static final int MESSAGE_BYTES_MAX = 1 << 16;

    private final LogBytes log = new LogBytes()
            .add(upd("A", "B"))
            .add(upd("A", FullSymbols.NEW))
            .add(upd(FullSymbols.NEW, FullSymbols.NEW))
            .add(upd("B", "A"));
    private final byte[] bytes = FullSymbols.withNew(log.bytes());

    @TempDir
    private Path dir;

    private static Value upd(String... syms) {
        return new GeneralList(Atom.symbol("upd"), Atom.symbol("trade"), SymbolVector.of(syms));
    }

    /** Everything that can be read, messages without room in brackets; reading goes on as a live log grows. */
    private static List<String> read(LogBytes.Trickle source) throws IOException {
        List<String> messages = new ArrayList<>();
        try (LogReader reader = LogReader.of(source, MESSAGE_BYTES_MAX)) {
            while (messages.size() < 4) {
                Value message = reader.next();
                if (message != null) {
                    messages.add(ConsoleText.line(message, 100));
                } else if (reader.damage() != null) {
                    assertThat(reader.damage().kind()).isEqualTo(Kind.SYMBOLS);
                    Value outline = reader.nextOutline(); // null while it is not whole
                    messages.addAll(outline == null ? List.of() : List.of("[" + ConsoleText.line(outline, 100) + "]"));
                }
            }
            assertThat(reader.damage()).isNull();
            assertThat(reader.messages()).isEqualTo(4);
        }
        return messages;
    }

    @Test
    void messagesWithoutRoomAreSteppedOver() throws Exception {
        int before = Symbols.use().count();
        FullSymbols.run(() -> {
            for (int seed = 0; seed < 50; seed++) {
                assertThat(read(new LogBytes.Trickle(bytes, 1 + seed, new Random(seed))))
                        .containsExactly(
                                "(`upd;`trade;`A`B)",
                                "[(`upd;`trade;`A`?)]",
                                "[(`upd;`trade;`?`?)]",
                                "(`upd;`trade;`B`A)");
            }
        });
        assertThat(Symbols.use().count()).isEqualTo(before);
    }

    @Test
    void placeOfTheMessageIsThatInTheLog() throws Exception {
        try (LogReader reader = LogReader.of(LogBytes.whole(bytes), MESSAGE_BYTES_MAX)) {
            reader.next();
            FullSymbols.run(() -> assertThat(reader.next()).isNull());

            assertThat(Objects.requireNonNull(reader.damage()).offset())
                    .isBetween((long) log.start(1), (long) log.start(2));
            assertThat(reader.goodBytes()).isEqualTo(log.start(1));
        }
    }

    @Test
    void scanOfALogBringsNoSymbolsAndFindsItWhole() throws IOException {
        Path file = Files.write(dir.resolve("log"), bytes);
        int before = Symbols.use().count();

        assertThat(LogReader.scan(file, MESSAGE_BYTES_MAX))
                .isEqualTo(new LogSummary(4, bytes.length, bytes.length, null));
        assertThat(Symbols.use().count()).isEqualTo(before);
    }

    @Test
    void damageIsPassedOverToAMessageWithoutRoom() throws Exception {
        bytes[log.start(1)] = 77;
        Path file = Files.write(dir.resolve("log"), bytes);
        try (LogReader reader = LogReader.of(FileChannel.open(file), MESSAGE_BYTES_MAX)) {
            reader.next();
            assertThat(reader.next()).isNull();
            FullSymbols.run(() -> {
                assertThat(reader.skipDamage()).isEqualTo(log.start(2) - log.start(1));
                assertThat(reader.nextOutline()).isNotNull();
                assertThat(reader.next()).isEqualTo(upd("B", "A"));
            });
        }
    }
}
