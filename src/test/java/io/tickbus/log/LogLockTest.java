package io.tickbus.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.wire.Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogLockTest {
    private static final int MESSAGE_BYTES_MAX = 1 << 20;
    private static final String REFUSAL = "another writer has it, which holds ";

    @TempDir
    private Path dir;

    private Path log;

    @BeforeEach
    void chooseLog() {
        log = dir.resolve("tickbus2026.08.21");
    }

    private Path lock() {
        return dir.resolve("tickbus2026.08.21.lock");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] message() {
        return Encoder.body(new GeneralList(Atom.symbol("upd"), Atom.symbol("t"), Atom.ofLong(1)));
    }

    @Test
    void writerThatIsForgottenTakesNoOtherLogAway() throws Exception {
        for (int round = 0; round < 30; round++) {
            LogWriter.open(log); // never closed
            Files.delete(lock());
            System.gc(); // closes the files of objects that are collected; a new file may get the number of such a one
            LogWriter.open(dir.resolve("other" + round)).close();
            Files.delete(log);
        }
    }

    @Test
    void readersAndRefusedWritersOfThisProcessDoNotReleaseIt() throws Exception {
        try (LogWriter writer = LogWriter.open(log)) {
            LogReader.open(log, MESSAGE_BYTES_MAX).close();
            assertThat(LogReader.scan(log, MESSAGE_BYTES_MAX).messages()).isZero();
            assertThatThrownBy(() -> LogWriter.open(log)).hasMessage(REFUSAL + lock());

            assertThat(AnotherProcess.opening(log)).isEqualTo(REFUSAL + lock());
            writer.append(message());
        }
        assertThat(LogReader.scan(log, MESSAGE_BYTES_MAX).messages()).isEqualTo(1);
        assertThat(files()).as("no lock file is left").containsExactly("tickbus2026.08.21");
        assertThat(AnotherProcess.opening(log)).isEqualTo("ready");
    }

    @Test
    void lockFileOfAProcessThatWasKilledIsNoObstacle() throws Exception {
        try (AnotherProcess other = AnotherProcess.writing(log)) {
            assertThatThrownBy(() -> LogWriter.open(log)).hasMessage(REFUSAL + lock());
            other.kill();
        }
        assertThat(lock()).exists();

        try (LogWriter writer = LogWriter.open(log)) {
            writer.append(message());
            assertThat(AnotherProcess.opening(log)).isEqualTo(REFUSAL + lock());
        }
        assertThat(lock()).as("made by another").exists();
        LogWriter.open(log).close();
    }

    @Test
    void lockStaysWithTheNameWhenTheLogIsRenamed() throws Exception {
        Path kept = dir.resolve("kept");
        try (LogWriter writer = LogWriter.open(log)) {
            writer.append(message());
            writer.restart(kept, message(), message());

            assertThat(AnotherProcess.opening(log)).isEqualTo(REFUSAL + lock());
            LogWriter.open(kept).close();
            writer.append(message());
        }
        assertThat(LogReader.scan(kept, MESSAGE_BYTES_MAX).messages()).isEqualTo(1);
        assertThat(LogReader.scan(log, MESSAGE_BYTES_MAX).messages()).isEqualTo(3);
        assertThat(files()).containsExactly("kept", "tickbus2026.08.21");
    }

    @Test
    void logThatCannotBeginAnewGoesOn() throws IOException {
        Path kept = dir.resolve("kept");
        AtomicInteger opened = new AtomicInteger();
        Disk once = path -> {
            if (opened.getAndIncrement() == 0) {
                return Disk.LOCAL.open(path);
            }
            Files.createFile(path);
            throw new IOException("no room");
        };
        try (LogWriter writer = LogWriter.open(log, once)) {
            writer.append(message());
            assertThatThrownBy(() -> writer.restart(kept)).hasMessage("no room");
            writer.append(message());
        }
        assertThat(LogReader.scan(log, MESSAGE_BYTES_MAX).messages()).isEqualTo(2);
        assertThat(files()).containsExactly("tickbus2026.08.21");
    }

    @Test
    void linkToALogHasTheLockOfTheLog() throws IOException {
        LogWriter.open(log).close();
        Path today = Files.createSymbolicLink(dir.resolve("today"), log);

        try (LogWriter writer = LogWriter.open(today)) {
            assertThat(writer.size()).isEqualTo(LogWriter.HEAD_BYTES);
            assertThatThrownBy(() -> LogWriter.open(log)).hasMessage(REFUSAL + lock());
        }
    }

    @Test
    void writerThatFailsToOpenHoldsNothing() throws IOException {
        Files.createDirectory(log);
        assertThatThrownBy(() -> LogWriter.open(log)).hasMessage("it is a directory, not a file");
        Files.delete(log);

        LogWriter.open(log).close();
        assertThat(files()).containsExactly("tickbus2026.08.21");
    }

    /** Lock files come and go all the time here: a lock on one that was deleted would let two write at once. */
    @Test
    void oneOfManyWritesAtATime() throws Exception {
        int threads = 4;
        int turns = 200;
        AtomicInteger writing = new AtomicInteger();
        Callable<Integer> writer = () -> {
            int written = 0;
            while (written < turns) {
                try (LogWriter mine = LogWriter.open(log)) {
                    assertThat(writing.incrementAndGet()).isEqualTo(1);
                    mine.append(message());
                    written++;
                    writing.decrementAndGet();
                } catch (IOException refused) {
                    assertThat(refused).hasMessage(REFUSAL + lock());
                }
            }
            return written;
        };
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (Future<Integer> done : executor.invokeAll(java.util.Collections.nCopies(threads, writer))) {
                assertThat(done.get()).isEqualTo(turns);
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(LogReader.scan(log, MESSAGE_BYTES_MAX).messages()).isEqualTo((long) threads * turns);
    }
}
