package io.tickbus.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkipDamageTest {
    private static final int MESSAGE_BYTES_MAX = 1 << 16;

    private record Found(List<Value> messages, List<Long> badBytes, long end) {}

    private static Value message(int number) {
        Value rows = number % 3 == 0
                ? new GeneralList(
                        new LongVector(QType.LONG, number, number, number), SymbolVector.of("a", "bcd", "a_long_name"))
                : new GeneralList(Atom.ofLong(number), Atom.symbol("sym" + number));
        return new GeneralList(Atom.symbol("upd"), Atom.symbol("trade"), rows);
    }

    private static LogBytes log(int messages) {
        LogBytes log = new LogBytes();
        for (int i = 0; i < messages; i++) {
            log.add(message(i));
        }
        return log;
    }

    private static Found readAll(byte[] bytes, int windowBytes) throws IOException {
        LogReader reader = new LogReader(LogBytes.whole(bytes), MESSAGE_BYTES_MAX, windowBytes);
        List<Value> messages = new ArrayList<>();
        List<Long> badBytes = new ArrayList<>();
        while (true) {
            Value next = reader.next();
            if (next != null) {
                messages.add(next);
            } else {
                long bad = reader.skipDamage();
                if (bad >= 0 || reader.damage() != null) {
                    badBytes.add(bad);
                }
                if (bad < 0) {
                    return new Found(messages, badBytes, reader.goodBytes());
                }
            }
        }
    }

    @Test
    void messagesBehindDamageAreFoundAndTheBadBytesCounted() throws IOException {
        LogBytes log = log(10);
        byte[] bytes = log.bytes();
        bytes[log.start(4)] = 77;
        bytes[log.start(7)] = 77;

        Found found = readAll(bytes, 64);

        List<Value> good = new ArrayList<>();
        for (int i : new int[] {0, 1, 2, 3, 5, 6, 8, 9}) {
            good.add(message(i));
        }
        // the message between two places may be lost when nothing good follows it; here two do
        assertThat(found.messages()).isEqualTo(good);
        assertThat(found.badBytes())
                .containsExactly((long) log.start(5) - log.start(4), (long) log.start(8) - log.start(7));
        assertThat(found.end()).isEqualTo(bytes.length);
    }

    @Test
    void messagesBetweenMessagesPastTheLimitAreRead() throws IOException {
        Value tooLong = new GeneralList(
                Atom.symbol("upd"), Atom.symbol("trade"), new LongVector(QType.LONG, new long[MESSAGE_BYTES_MAX / 8]));
        LogBytes log = new LogBytes();
        for (Value next : List.of(message(0), tooLong, message(1), tooLong, message(2), message(3), tooLong)) {
            log.add(next);
        }
        for (int windowBytes : new int[] {64, 1 << 20}) { // which holds a part of such a message, or all
            Found found = readAll(log.bytes(), windowBytes);

            assertThat(found.messages()).containsExactly(message(0), message(1), message(2), message(3));
            assertThat(found.badBytes())
                    .containsExactly((long) log.start(2) - log.start(1), (long) log.start(4) - log.start(3), -1L);
        }
    }

    @Test
    void zerosAreDamageAndNotMessages() throws IOException {
        LogBytes log = log(3);
        byte[] whole = log(5).bytes();
        byte[] tail = Arrays.copyOfRange(whole, log.bytes().length, whole.length);

        Found followed = readAll(LogBytes.joined(log.bytes(), new byte[4096], tail), 1 << 10);
        Found atTheEnd = readAll(LogBytes.joined(log.bytes(), new byte[4096]), 1 << 10);

        assertThat(followed.messages()).hasSize(5);
        assertThat(followed.badBytes()).containsExactly(4096L);
        assertThat(atTheEnd.messages()).hasSize(3);
        assertThat(atTheEnd.badBytes()).containsExactly(-1L);
        assertThat(atTheEnd.end()).isEqualTo(log.bytes().length);
    }

    @Test
    void headMayBeTheDamage() throws IOException {
        byte[] bytes = log(3).bytes();
        byte[] headless = Arrays.copyOfRange(bytes, LogWriter.HEAD.length, bytes.length);

        assertThat(readAll(headless, 64).messages()).hasSize(3);
        assertThat(readAll(headless, 64).badBytes()).containsExactly(0L);
        assertThat(readAll("hello, world, this is no log".getBytes(StandardCharsets.UTF_8), 64)
                        .badBytes())
                .containsExactly(-1L);
    }

    @Test
    void partOfAMessageAtTheEndIsNoneAndItsRestMakesItOne() throws IOException {
        LogBytes log = log(3);
        byte[] bytes = log.bytes();
        bytes[log.start(1)] = 77;
        LogBytes.Trickle source = new LogBytes.Trickle(bytes, 1, new Random(1)); // ends all the time
        LogReader reader = new LogReader(source, MESSAGE_BYTES_MAX, 64);
        int found = 0;
        long bad = -1;
        while (!source.isOver() || found < 2) {
            if (reader.damage() != null) {
                bad = Math.max(bad, reader.skipDamage());
            } else if (reader.next() != null) {
                found++;
            }
        }

        assertThat(bad).isEqualTo((long) log.start(2) - log.start(1));
        assertThat(reader.goodBytes()).isEqualTo(bytes.length);
    }

    @Test
    void countThatReachesPastTheEndIsToldFromAMessageThatIsNotFinished() throws IOException {
        LogBytes log = log(8);
        byte[] cut = Arrays.copyOf(log.bytes(), log.start(4) - 1);
        assertThat(readAll(cut, 64).messages()).hasSize(3);
        assertThat(readAll(cut, 64).badBytes()).isEmpty();
        for (int at = log.start(3); at < log.start(4); at++) {
            byte[] huge = log.bytes();
            huge[at] = 0x7F;
            assertThat(readAll(huge, 64).messages()).as("byte %d", at).contains(message(7));
        }
    }

    @Test
    void lookingIntoAPartOfAMessageLeavesItToBeReadWhenItIsWhole() throws IOException {
        LogBytes log = log(2);
        LogBytes.Trickle source = new LogBytes.Trickle(log.bytes(), 3, new Random(2));
        LogReader reader = new LogReader(source, MESSAGE_BYTES_MAX, 64);
        List<Value> messages = new ArrayList<>();
        while (messages.size() < 2) {
            Value next = reader.next();
            if (next != null) {
                messages.add(next);
            } else {
                assertThat(reader.skipDamage()).isEqualTo(-1);
            }
        }

        assertThat(messages).containsExactly(message(0), message(1));
    }

    @Test
    void messageThatBecameWholeSinceIsNotTakenForDamage(@TempDir Path dir) throws IOException {
        LogBytes log = log(4);
        Path path = Files.write(dir.resolve("log"), Arrays.copyOf(log.bytes(), log.start(1) - 5));
        try (LogReader reader = LogReader.open(path, MESSAGE_BYTES_MAX)) {
            assertThat(reader.next()).isNull();
            assertThat(reader.pendingBytes()).isEqualTo(log.start(1) - 5 - LogWriter.HEAD.length);
            Files.write(path, log.bytes());

            assertThat(reader.skipDamage()).isEqualTo(-1);
            for (int i = 0; i < 4; i++) {
                assertThat(reader.next()).isEqualTo(message(i));
            }
            assertThat(reader.pendingBytes()).isZero();
        }
    }

    @Test
    void damageMadeOfPlacesThatLookGoodTakesBoundedWork() throws IOException {
        byte[] start = {0, 0, 3, 0, 0, 0, (byte) 245, 'u', 0, (byte) 245, 't', 0, 10, 0, 0, 0, 1, 0};
        byte[][] parts = new byte[20_000][];
        Arrays.fill(parts, start);
        parts[0] = LogBytes.joined(log(1).bytes(), new byte[] {77});

        assertThat(readAll(LogBytes.joined(parts), 1 << 10).messages()).hasSizeLessThan(parts.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsChangedThereIsNoOtherErrorAndWhatIsFoundIsInOrder(int seed) throws IOException {
        int messages = 60;
        byte[] whole = log(messages).bytes();
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            byte[] damaged = whole;
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                damaged = changed(damaged, random);
            }

            Found found = readAll(damaged, 16 + random.nextInt(300));

            int at = -1;
            int foreign = 0;
            for (Value message : found.messages()) {
                int next = at + 1;
                while (next < messages && !message.equals(message(next))) {
                    next++;
                }
                at = next < messages ? next : at;
                foreign += next < messages ? 0 : 1; // changed inside, and still a message
            }
            assertThat(foreign).as("seed %d round %d", seed, round).isLessThanOrEqualTo(2 * changes);
            assertThat(at).as("seed %d round %d", seed, round).isGreaterThan(messages - 12);
        }
    }

    private static byte[] changed(byte[] bytes, Random random) {
        int at = LogWriter.HEAD.length + random.nextInt(bytes.length - LogWriter.HEAD.length);
        byte[] before = Arrays.copyOf(bytes, at);
        return switch (random.nextInt(3)) {
            case 0 -> {
                byte[] flipped = bytes.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                yield flipped;
            }
            case 1 -> {
                byte[] more = new byte[1 + random.nextInt(30)];
                random.nextBytes(more);
                yield LogBytes.joined(before, more, Arrays.copyOfRange(bytes, at, bytes.length));
            }
            default -> {
                int gone = Math.min(bytes.length - at, 1 + random.nextInt(100));
                yield LogBytes.joined(before, Arrays.copyOfRange(bytes, at + gone, bytes.length));
            }
        };
    }

    @Test
    void textThatHoldsALogIsOneMessage() throws IOException {
        byte[] inner = log(5).bytes();
        Value message = new GeneralList(
                Atom.symbol("upd"),
                Atom.symbol("blob"),
                new GeneralList(Atom.ofLong(1), new ByteVector(QType.BYTE, inner)));

        assertThat(readAll(new LogBytes().add(message).bytes(), 64).messages()).containsExactly(message);
    }
}
