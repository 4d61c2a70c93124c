package io.tickbus.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
    private static final int MESSAGE_BYTES_MAX = 1 << 20;
    private static final String ONE_ROW = "ff01000000000000"
            + "000003000000f575706400f5747261646500000004000000f000f0d9ce1a1f0000f549424d00f7000000000000f83ff96400000000000000";
    private static final Value ROW = upd(new GeneralList(
            Atom.ofLong(QType.TIMESPAN, 34_200_000_000_000L), Atom.symbol("IBM"), Atom.ofFloat(1.5), Atom.ofLong(100)));

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = dir.resolve("tickbus2026.08.21");
    }

    private static Value upd(Value rows) {
        return new GeneralList(Atom.symbol("upd"), Atom.symbol("trade"), rows);
    }

    private void write(Value... messages) throws IOException {
        try (LogWriter writer = LogWriter.open(path)) {
            for (Value message : messages) {
                writer.append(Encoder.body(message));
            }
        }
    }

    private List<Value> readAll() throws IOException {
        List<Value> messages = new ArrayList<>();
        try (LogReader reader = LogReader.open(path, MESSAGE_BYTES_MAX)) {
            for (Value message = reader.next(); message != null; message = reader.next()) {
                messages.add(message);
            }
        }
        return messages;
    }

    @Test
    void bytesAreThoseOfKdbTick() throws IOException {
        write(ROW);

        assertThat(HexFormat.of().formatHex(Files.readAllBytes(path))).isEqualTo(ONE_ROW);
    }

    @Test
    void openedAgainItGoesOnAtItsEnd() throws IOException {
        write(ROW);
        write(upd(Atom.ofLong(2)), upd(Atom.ofLong(3)));

        assertThat(readAll()).containsExactly(ROW, upd(Atom.ofLong(2)), upd(Atom.ofLong(3)));
    }

    @Test
    void messagesLongerThanAnyBufferAreReadBack() throws IOException {
        Value large = upd(new LongVector(QType.LONG, new long[100_000]));

        write(ROW, large, ROW, large);

        assertThat(readAll()).containsExactly(ROW, large, ROW, large);
    }

    @Test
    void nothingIsReadableBeforeTheFlushAndAllAfterIt() throws IOException {
        try (LogWriter writer = LogWriter.open(path);
                LogReader reader = LogReader.open(path, MESSAGE_BYTES_MAX)) {
            writer.append(Encoder.body(ROW));
            assertThat(reader.next()).isNull();

            writer.flush();
            assertThat(reader.next()).isEqualTo(ROW);
            assertThat(reader.next()).isNull();
            assertThat(reader.messages()).isEqualTo(1);
        }
    }

    @Test
    void everyCutOfALogHoldsItsWholeMessages() throws IOException {
        write(ROW, upd(Atom.ofLong(2)));
        byte[] whole = Files.readAllBytes(path);
        int second = ONE_ROW.length() / 2;

        for (int size = 0; size <= whole.length; size++) {
            Files.write(path, Arrays.copyOf(whole, size));
            LogSummary summary = LogReader.scan(path, MESSAGE_BYTES_MAX);

            int messages = size == whole.length ? 2 : size >= second ? 1 : 0;
            int goodBytes = messages == 2 ? whole.length : messages == 1 ? second : size >= 8 ? 8 : 0;
            assertThat(summary).isEqualTo(new LogSummary(messages, goodBytes, size, null));
        }
    }

    @Test
    void damageIsReportedWithItsPlace() throws IOException {
        write(ROW, ROW);
        byte[] bytes = Files.readAllBytes(path);
        int second = ONE_ROW.length() / 2;
        bytes[second] = 77;
        Files.write(path, bytes);

        LogSummary summary = LogReader.scan(path, MESSAGE_BYTES_MAX);

        assertThat(summary.messages()).isEqualTo(1);
        assertThat(summary.goodBytes()).isEqualTo(second);
        assertThat(summary.tailBytes()).isEqualTo(bytes.length - second);
        assertThat(summary.damage()).hasMessage("type at byte " + second + ": no type 77");
    }

    @Test
    void messagePastTheLimitIsToldFromDamageWithTheKeyAndItsLength() throws IOException {
        Value message = upd(new LongVector(QType.LONG, new long[1_000_000]));
        int bytes = Encoder.body(message).length;
        write(ROW, message);

        QFormatException limit =
                Objects.requireNonNull(LogReader.scan(path, MESSAGE_BYTES_MAX).damage());
        assertThat(limit)
                .hasMessage("length at byte " + ONE_ROW.length() / 2 + ": a message of " + bytes
                        + " bytes or more, messageBytesMax is " + MESSAGE_BYTES_MAX);
        assertThat(limit.bytesMin()).isEqualTo(bytes);
        assertThat(limit.isLimit()).isTrue();

        assertThat(LogReader.scan(path, bytes - 1).damage())
                .hasMessageEndingWith("a message of " + bytes + " bytes or more, messageBytesMax is " + (bytes - 1));
        assertThat(LogReader.scan(path, bytes)).isEqualTo(new LogSummary(2, Files.size(path), Files.size(path), null));
    }

    @Test
    void messageThatIsReadWholeAndIsPastTheLimitTellsItsLength() throws IOException {
        Value message = upd(new LongVector(QType.LONG, new long[1000]));
        int bytes = Encoder.body(message).length;
        write(message);

        assertThat(LogReader.scan(path, 1024).damage())
                .hasMessage("length at byte 8: a message of " + bytes + " bytes, messageBytesMax is 1024");
    }

    @Test
    void onlyTheFirstBytesAreRead() throws IOException {
        write(ROW, upd(Atom.ofLong(2)));
        try (LogReader reader = LogReader.open(path, MESSAGE_BYTES_MAX, ONE_ROW.length() / 2)) {
            assertThat(reader.next()).isEqualTo(ROW);
            assertThat(reader.next()).isNull();
            assertThat(reader.pendingBytes()).isZero();
            assertThat(reader.damage()).isNull();
        }
    }

    @Test
    void anotherKindOfFileIsNoLog() throws IOException {
        Files.writeString(path, "hello, world");

        assertThat(LogReader.scan(path, MESSAGE_BYTES_MAX).damage()).hasMessageStartingWith("header at byte 0");
    }
}
