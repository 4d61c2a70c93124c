package io.tickbus.q.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.q.ByteVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QFormatException.Kind;
import io.tickbus.q.QType;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CompressionTest {
    private static final long SEED = 20260821;
    private static final byte[] TIL_1000 =
            HexFormat.of().parseHex(Golden.resource("til1000.compressed.hex").strip());
    private static final long[] NUMBERS = LongStream.range(0, 1000).toArray();
    private static final Message TIL_1000_PLAIN = new Message(MessageKind.ASYNC, new LongVector(QType.LONG, NUMBERS));

    /** Longs of which a part repeats, so that runs, overlaps and literals of every length occur. */
    private static byte[] repetitive(Random random, int count) {
        long[] items = new long[count];
        for (int i = 0; i < count; i++) {
            items[i] = random.nextInt(6) == 0 ? random.nextLong() >> random.nextInt(64) : random.nextInt(5);
        }
        return new Message(MessageKind.RESPONSE, new LongVector(QType.LONG, items)).encode();
    }

    @Test
    void whatQCompressedIsUnpacked() {
        assertThat(TIL_1000).hasSize(3276);
        assertThat(Message.decode(TIL_1000)).isEqualTo(TIL_1000_PLAIN);
    }

    @Test
    void whatIsPackedIsWhatQPacks() {
        byte[] plain = TIL_1000_PLAIN.encode();

        assertThat(plain).hasSize(8014);
        assertThat(Compression.pack(plain)).isEqualTo(TIL_1000);
    }

    @Test
    void whatIsPackedUnpacksToItself() {
        Random random = new Random(SEED);
        int packed = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] plain = repetitive(random, 245 + random.nextInt(600));
            byte[] bytes = Compression.pack(plain);
            packed += bytes == plain ? 0 : 1;
            assertThat(Message.decode(bytes).encode())
                    .as("message %d of seed %d", i, SEED)
                    .isEqualTo(plain);
        }
        assertThat(packed).isGreaterThan(1_000);
    }

    @Test
    void runsOfOneByteOfAnyLengthUnpackToThemselves() {
        for (int length = 1990; length < 2600; length++) {
            Message message = new Message(MessageKind.ASYNC, new ByteVector(QType.BYTE, new byte[length]));
            assertThat(Message.decode(Compression.pack(message.encode()))).isEqualTo(message);
        }
    }

    @Test
    void bytesThatRepeatAtAnyDistanceUnpackToThemselves() {
        for (int distance = 1; distance < 40; distance++) {
            byte[] period = new byte[distance];
            new Random(SEED + distance).nextBytes(period);
            byte[] items = new byte[2500 + distance];
            for (int i = 0; i < items.length; i++) {
                items[i] = period[i % distance];
            }
            byte[] plain = new Message(MessageKind.ASYNC, new ByteVector(QType.BYTE, items)).encode();
            assertThat(Compression.pack(plain)).hasSizeLessThan(200);
            assertThat(Message.decode(Compression.pack(plain)).encode()).isEqualTo(plain);
        }
    }

    @Test
    void shortMessageStaysAsItIs() {
        byte[] plain = new Message(MessageKind.ASYNC, new ByteVector(QType.BYTE, new byte[1986])).encode();
        byte[] longer = new Message(MessageKind.ASYNC, new ByteVector(QType.BYTE, new byte[1987])).encode();

        assertThat(plain).hasSize(Compression.PLAIN_BYTES_MAX);
        assertThat(Compression.pack(plain)).isSameAs(plain);
        assertThat(Compression.pack(longer)).hasSizeLessThan(100);
    }

    @Test
    void messageThatDoesNotShrinkToUnderHalfStaysAsItIs() {
        byte[] noise = new byte[10_000];
        new Random(SEED).nextBytes(noise);
        byte[] plain = new Message(MessageKind.ASYNC, new ByteVector(QType.BYTE, noise)).encode();

        assertThat(Compression.pack(plain)).isSameAs(plain);
    }

    @Test
    void javakdbUnpacksWhatIsPackedHere() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 300; i++) {
            byte[] plain = repetitive(random, 245 + random.nextInt(600));
            assertThat(new c().deserialize(Compression.pack(plain)))
                    .as("message %d of seed %d", i, SEED)
                    .isEqualTo(new c().deserialize(plain));
        }
        assertThat(new c().deserialize(TIL_1000)).isEqualTo(NUMBERS);
    }

    @Test
    void whatJavakdbPacksIsUnpackedHere() throws IOException {
        Random random = new Random(SEED);
        int packed = 0;
        for (int i = 0; i < 300; i++) {
            long[] items = LongStream.generate(() -> random.nextInt(1000))
                    .limit(250 + random.nextInt(600))
                    .toArray();
            byte[] bytes = new c().serialize(0, items, true);
            packed += bytes[2];
            assertThat(Message.decode(bytes).value()).isEqualTo(new LongVector(QType.LONG, items));
        }
        assertThat(packed).isGreaterThan(200);
    }

    @Test
    void everyPrefixIsRefused() {
        for (int length = Header.BYTES + 1; length < TIL_1000.length; length++) {
            byte[] prefix = Arrays.copyOf(TIL_1000, length);
            LittleEndian.INT.set(prefix, 4, length);
            assertThatThrownBy(() -> Message.decode(prefix)).isInstanceOf(QFormatException.class);
        }
    }

    @Test
    void everyCorruptionEndsInAValueOrAFormatException() {
        Random random = new Random(SEED);
        byte[] bytes = TIL_1000.clone();
        int refused = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte original = bytes[at];
            for (int i = 0; i < (at < 64 ? 256 : 8); i++) {
                bytes[at] = (byte) (at < 64 ? i : random.nextInt(256));
                refused += isRefused(bytes) ? 1 : 0;
            }
            bytes[at] = original;
        }
        assertThat(refused).isPositive();
    }

    private static boolean isRefused(byte[] bytes) {
        try {
            assertThat(Message.decode(bytes)).isNotNull();
            return false;
        } catch (QFormatException malformed) {
            return true;
        }
    }

    private static Kind refusal(byte[] bytes, int unpackedBytesMax) {
        try {
            Message.decode(bytes, 0, Header.read(bytes, 0, bytes.length), unpackedBytesMax, Integer.MAX_VALUE);
        } catch (QFormatException malformed) {
            return malformed.kind();
        }
        throw new AssertionError("accepted");
    }

    @Test
    void messageThatUnpacksPastTheLimitIsRefused() {
        assertThat(refusal(TIL_1000, 8013)).isEqualTo(Kind.LENGTH);
        assertThat(Message.decode(TIL_1000, 0, Header.read(TIL_1000, 0, TIL_1000.length), 8014, Integer.MAX_VALUE))
                .isEqualTo(TIL_1000_PLAIN);
    }

    @Test
    void announcedLengthThatTheStreamCannotReachIsRefusedBeforeItIsAllocated() {
        for (int length : new int[] {0, 8, 2_000_000_000, -1}) {
            byte[] bomb = TIL_1000.clone();
            LittleEndian.INT.set(bomb, Header.BYTES, length);
            assertThat(refusal(bomb, Header.MESSAGE_BYTES_MAX)).isIn(Kind.COMPRESSION, Kind.LENGTH);
        }
        byte[] tiny = Arrays.copyOf(TIL_1000, 12);
        LittleEndian.INT.set(tiny, 4, 12);
        assertThat(refusal(tiny, Header.MESSAGE_BYTES_MAX)).isEqualTo(Kind.COMPRESSION);
    }

    @Test
    void bytesLeftInTheStreamAreRefused() {
        byte[] longer = Arrays.copyOf(TIL_1000, TIL_1000.length + 1);
        LittleEndian.INT.set(longer, 4, longer.length);

        assertThat(refusal(longer, Header.MESSAGE_BYTES_MAX)).isEqualTo(Kind.COMPRESSION);
    }
}
