package io.tickbus.q.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QType;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoding of any bytes ends with a value or a QFormatException, and allocates memory in proportion to the bytes. */
class CorruptionTest {
    /** Limit of the memory for one byte of a message. An atom of two bytes needs three objects and a view. */
    private static final long ALLOCATED_PER_BYTE_MAX = 128;
    /** An exception with its stack, and the first few items of a list per level. */
    private static final long ALLOCATED_MAX = 64 << 10;

    /** Longer messages get only a sample of values for each of their bytes. */
    private static final int SMALL_BYTES_MAX = 64;

    private static final int BYTE_VALUES = 256;
    private static final int BYTES_SAMPLED = 32;
    private static final long SEED = 20260821;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @MethodSource("io.tickbus.q.wire.Golden#all")
    void everyPrefixIsRefused(Golden golden) {
        byte[] bytes = golden.bytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThat(outcome(prefix)).as("%d bytes", length).isInstanceOf(QFormatException.class);
            if (length > Header.BYTES) {
                assertThat(outcome(withLength(prefix)))
                        .as("%d bytes, rightly announced", length)
                        .isInstanceOf(QFormatException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tickbus.q.wire.Golden#all")
    void everyCorruptionOfOneByteEndsInAValueOrAFormatException(Golden golden) {
        everyByteChanged(golden, BYTE_VALUES, CorruptionTest::outcome);
    }

    @ParameterizedTest
    @MethodSource("io.tickbus.q.wire.Golden#all")
    void whatACorruptMessageDecodesToCanBePrintedComparedAndEncoded(Golden golden) {
        everyByteChanged(golden, BYTES_SAMPLED, bytes -> {
            if (outcome(bytes) instanceof Message message && !survives(message, Message.decode(bytes))) {
                fail("not printed, compared or encoded as it should: "
                        + HexFormat.of().formatHex(bytes));
            }
        });
    }

    private static boolean survives(Message message, Message same) {
        boolean printed = ConsoleText.of(message.value()).lines().count() <= ConsoleText.ROWS - 2;
        boolean equal = message.equals(same) && message.hashCode() == same.hashCode();
        try {
            return printed && equal && Message.decode(message.encode()).equals(message);
        } catch (IllegalArgumentException functionThatWasSkipped) {
            return printed && equal;
        }
    }

    @Test
    void randomBytesBehindAGoodHeaderEndInAValueOrAFormatException() {
        Random random = new Random(SEED);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[Header.BYTES + 1 + random.nextInt(60)];
            random.nextBytes(bytes);
            bytes[0] = 1;
            bytes[1] = 0;
            bytes[2] = (byte) (i % 2);
            bytes[3] = 0;
            outcome(withLength(bytes));
        }
    }

    static Stream<byte[]> lies() {
        return Stream.of(QType.values())
                .flatMap(type -> Stream.of(0x7FFF_FFFF, 0x1000_0000, 0x10_0000).map(count -> {
                    byte[] bytes = new byte[Header.BYTES + 6 + 40];
                    bytes[0] = 1;
                    bytes[Header.BYTES] = (byte) type.code();
                    LittleEndian.INT.set(bytes, Header.BYTES + 2, count);
                    return withLength(bytes);
                }));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void countThatTheBytesDoNotPayForAllocatesNothing(byte[] bytes) {
        assertThat(outcome(bytes)).isInstanceOf(QFormatException.class);
        assertThat(allocated(bytes)).isLessThan(ALLOCATED_MAX);
    }

    @Test
    void nestedListsThatAllClaimTheSameBytesAllocateLittle() {
        byte[] bytes = new byte[1 << 20];
        bytes[0] = 1;
        Arrays.fill(bytes, Header.BYTES, bytes.length, (byte) 0x50); // no type
        for (int at = Header.BYTES; at < 6 * Decoder.DEPTH_MAX; at += 6) {
            bytes[at] = 0;
            LittleEndian.INT.set(bytes, at + 2, (bytes.length - at) / 2 - 10);
        }

        assertThat(outcome(withLength(bytes))).isInstanceOf(QFormatException.class);
        assertThat(allocated(bytes)).isLessThan(ALLOCATED_MAX);
    }

    @ParameterizedTest
    @MethodSource("io.tickbus.q.wire.Golden#all")
    void corruptMessageAllocatesASmallMultipleOfItsSize(Golden golden) {
        long budget = golden.bytes().length * ALLOCATED_PER_BYTE_MAX + ALLOCATED_MAX;
        everyByteChanged(golden, BYTES_SAMPLED, bytes -> {
            outcome(bytes); // memory that stays, for example of symbols and classes, is allocated only once
            long allocated = allocated(bytes);
            if (allocated > budget) {
                assertThat(allocated(bytes)).isLessThanOrEqualTo(budget);
            }
        });
    }

    private static void everyByteChanged(Golden golden, int values, Consumer<byte[]> check) {
        Random random = new Random(SEED);
        byte[] bytes = golden.bytes().clone();
        boolean all = values == BYTE_VALUES && bytes.length <= SMALL_BYTES_MAX;
        for (int at = 0; at < bytes.length; at++) {
            byte original = bytes[at];
            for (int i = 0; i < (all ? BYTE_VALUES : BYTES_SAMPLED); i++) {
                bytes[at] = (byte) (all ? i : random.nextInt(256));
                check.accept(bytes);
            }
            bytes[at] = original;
        }
    }

    /** The message or the exception; anything else is thrown on. */
    private static Object outcome(byte[] bytes) {
        try {
            return Message.decode(bytes);
        } catch (QFormatException malformed) {
            if (malformed.offset() < 0 || malformed.offset() > bytes.length) {
                fail("an offset outside the message: " + malformed);
            }
            return malformed;
        }
    }

    private static long allocated(byte[] bytes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Object outcome = outcome(bytes);
        long after = THREADS.getCurrentThreadAllocatedBytes();
        return outcome == null ? 0 : after - before;
    }

    private static byte[] withLength(byte[] bytes) {
        LittleEndian.INT.set(bytes, 4, bytes[0] == 0 ? Integer.reverseBytes(bytes.length) : bytes.length);
        return bytes;
    }
}
