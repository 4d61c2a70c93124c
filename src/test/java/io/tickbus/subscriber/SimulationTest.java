package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of histories of faults, each drawn from a seed, through the real subscriber and owner. {@code
 * -Dtickbus.simulation.seed=N} lives through that one alone; {@code -Dtickbus.simulation.first=N} begins with that seed, and
 * {@code -Dtickbus.simulation.histories=N} goes through so many.
 */
class SimulationTest {
    private static final int HISTORIES = 4000;
    private static final int FAILURES_SHOWN_MAX = 3;

    private final Queue<AssertionError> failures = new ConcurrentLinkedQueue<>();

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS) // many may be asked for
    void everyHistoryEndsWithTheRowsOfTheLogsOrSaysThatTheyAreMissing() {
        Long seed = Long.getLong("tickbus.simulation.seed");
        long first = seed != null ? seed : Long.getLong("tickbus.simulation.first", 1);
        long end = first + (seed != null ? 1 : Long.getLong("tickbus.simulation.histories", HISTORIES));
        AtomicLong next = new AtomicLong(first);
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .parallel()
                .forEach(worker -> run(next, end, logs("logs" + worker)));

        List<AssertionError> shown = failures.stream().limit(FAILURES_SHOWN_MAX).toList();
        assertThat(shown).as("%d of %d histories", failures.size(), end - first).isEmpty();
    }

    @Test
    void sameSeedIsTheSameHistory() {
        SimulatedHistory one = new SimulatedHistory(7, logs("logs"));
        one.run();
        SimulatedHistory other = new SimulatedHistory(7, logs("logs"));
        other.run();

        assertThat(other).hasToString(one.toString());
    }

    private void run(AtomicLong next, long end, Path logs) {
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            try {
                new SimulatedHistory(seed, logs).run();
            } catch (AssertionError wrong) {
                failures.add(wrong);
            }
        }
    }

    private Path logs(String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException noDirectory) {
            throw new UncheckedIOException(noDirectory);
        }
    }
}
