package io.tickbus.q.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.EscapedText;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QFormatException.Kind;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final int MESSAGE_BYTES_MAX = 1 << 26;
    private static final long SEED = 20260821;

    private static byte[] stream() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        Golden.all().map(Golden::bytes).forEach(stream::writeBytes);
        return stream.toByteArray();
    }

    private static byte[] message(int length) {
        return new Message(MessageKind.ASYNC, new ByteVector(QType.BYTE, new byte[length - 14])).encode();
    }

    private static void add(Frames frames, byte[] bytes) {
        frames.add(bytes, 0, bytes.length);
    }

    private static List<Message> taken(Frames frames) {
        List<Message> messages = new ArrayList<>();
        while (frames.hasMessage()) {
            messages.add(frames.poll());
        }
        return messages;
    }

    private static List<Message> expected() {
        return Golden.all().map(golden -> Message.decode(golden.bytes())).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 64, 1000, 1 << 20})
    void chunksOfAnySizeGiveTheSameMessages(int chunk) {
        byte[] stream = stream();
        Frames frames = new Frames(MESSAGE_BYTES_MAX);
        List<Message> messages = new ArrayList<>();
        for (int at = 0; at < stream.length; at += chunk) {
            frames.add(stream, at, Math.min(chunk, stream.length - at));
            messages.addAll(taken(frames));
        }
        assertThat(messages).isEqualTo(expected());
        assertThat(frames.pendingBytes()).isZero();
    }

    @Test
    void randomChunksGiveTheSameMessages() {
        byte[] stream = stream();
        Random random = new Random(SEED);
        for (int i = 0; i < 50; i++) {
            Frames frames = new Frames(MESSAGE_BYTES_MAX);
            List<Message> messages = new ArrayList<>();
            for (int at = 0; at < stream.length; ) {
                int chunk = Math.min(1 + random.nextInt(300), stream.length - at);
                frames.add(stream, at, chunk);
                at += chunk;
                messages.addAll(taken(frames));
            }
            assertThat(messages).as("round %d of seed %d", i, SEED).isEqualTo(expected());
        }
    }

    @Test
    void streamIsReadToItsEnd() throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(stream());
        Frames frames = new Frames(MESSAGE_BYTES_MAX);
        List<Message> messages = new ArrayList<>();
        while (frames.readFrom(in) > 0) {
            messages.addAll(taken(frames));
        }
        assertThat(messages).isEqualTo(expected());
        assertThat(frames.readFrom(in)).isEqualTo(-1);
    }

    @Test
    void malformedMessageIsRefusedAndTheNextOnesAreTaken() {
        byte[] good = Golden.bytes("7 63");
        byte[] bad = good.clone();
        bad[Header.BYTES] = 50;
        Frames frames = new Frames(MESSAGE_BYTES_MAX);
        for (byte[] bytes : new byte[][] {good, bad, good, bad, bad, good}) {
            add(frames, bytes);
        }

        int refused = 0;
        int taken = 0;
        while (frames.hasMessage()) {
            assertThat(frames.kind()).isEqualTo(MessageKind.ASYNC);
            try {
                assertThat(frames.poll()).isEqualTo(Message.decode(good));
                taken++;
            } catch (QFormatException malformed) {
                assertThat(malformed.kind()).isEqualTo(Kind.TYPE);
                refused++;
            }
        }
        assertThat(refused).isEqualTo(3);
        assertThat(taken).isEqualTo(3);
    }

    @Test
    void messageThatEndsInsideAValueDoesNotReachIntoTheNextOne() {
        byte[] shorter = Golden.bytes("7 63");
        shorter[Header.BYTES + 2] = 3; // a third long, where the next message begins
        Frames frames = new Frames(MESSAGE_BYTES_MAX);
        add(frames, shorter);
        add(frames, Golden.bytes("`a"));

        assertThat(frames.hasMessage()).isTrue();
        assertThatThrownBy(frames::poll).isInstanceOf(QFormatException.class);
        assertThat(taken(frames)).containsExactly(Message.decode(Golden.bytes("`a")));
    }

    @ParameterizedTest
    @CsvSource({"0, 2, HEADER", "1, 3, HEADER", "2, 3, HEADER", "4, 8, HEADER", "3, 1, LENGTH", "7, 127, LENGTH"})
    void badHeaderIsRefusedBeforeItsMessageIsWaitedFor(int at, byte value, Kind kind) {
        byte[] header = {1, 0, 0, 0, 30, 0, 0, 0};
        header[at] = value;
        Frames frames = new Frames(MESSAGE_BYTES_MAX);
        add(frames, header);

        assertThatThrownBy(frames::hasMessage)
                .isInstanceOfSatisfying(
                        QFormatException.class,
                        malformed -> assertThat(malformed.kind()).isEqualTo(kind));
    }

    @Test
    void longestMessageIsTakenAndOneByteMoreIsRefused() {
        Frames frames = new Frames(1000);
        add(frames, message(1000));
        assertThat(taken(frames)).hasSize(1);

        add(frames, message(1001));
        assertThatThrownBy(frames::hasMessage)
                .isInstanceOf(QFormatException.class)
                .hasMessageContaining("1001")
                .hasMessageContaining("limit of 1000 bytes");
    }

    @Test
    void messagesLargerThanTheBufferAreTakenAndSmallOnesAfterThem() {
        Frames frames = new Frames(MESSAGE_BYTES_MAX);
        for (int length : new int[] {1 << 19, 30, 1 << 24, 30, 40, 1 << 18, 30}) {
            byte[] bytes = message(length);
            for (int at = 0; at < length; at += 100_000) {
                frames.add(bytes, at, Math.min(100_000, length - at));
            }
            assertThat(taken(frames)).containsExactly(Message.decode(bytes));
        }
    }

    @Test
    void takingWithoutAWholeMessageIsTheCallersMistake() {
        Frames frames = new Frames(MESSAGE_BYTES_MAX);
        assertThatThrownBy(frames::poll).isInstanceOf(IllegalStateException.class);

        frames.add(Golden.bytes("7 63"), 0, 20);
        assertThat(frames.hasMessage()).isFalse();
        assertThat(frames.pendingBytes()).isEqualTo(20);
        assertThatThrownBy(frames::poll).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatTheHeaderAnnouncesIsNotAllocated() {
        Frames frames = new Frames(Header.MESSAGE_BYTES_MAX);
        byte[] header = {1, 0, 0, 0, 0, 0, 0, 127}; // nearly 2 GiB
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        add(frames, header);
        boolean whole = frames.hasMessage();

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
        assertThat(whole).isFalse();
    }

    @Test
    void symbolsThatAMessageBeginsWithKeepBytesThatAreNoText() {
        String table = EscapedText.of(new byte[] {(byte) 0xE9}, 0, 1);
        Value upd = new GeneralList(Atom.symbol("upd"), Atom.symbol(table), Atom.ofLong(1));
        Frames frames = new Frames(MESSAGE_BYTES_MAX);
        add(frames, new Message(MessageKind.ASYNC, upd).encode());
        assertThat(taken(frames)).hasSize(1);
        assertThat(frames.polledSymbols()).containsExactly("upd", table);
    }
}
