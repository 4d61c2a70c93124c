package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of histories, each drawn from a seed. {@code -Dtickbus.simulation.seed=N} lives through that one alone, {@code
 * -Dtickbus.simulation.histories=N} through so many, {@code -Dtickbus.simulation.first=N} from that seed on.
 */
class SimulationTest {
    private static final int HISTORIES = 3000;
    private static final int FAILURES_SHOWN = 3;

    private final ConcurrentLinkedQueue<AssertionError> failures = new ConcurrentLinkedQueue<>();

    @Test
    void everyHistoryEndsWithTheRowsOfTheLog(@TempDir Path directory) {
        Long seed = Long.getLong("tickbus.simulation.seed");
        long first = seed != null ? seed : Long.getLong("tickbus.simulation.first", 1);
        long end = first + (seed != null ? 1 : Integer.getInteger("tickbus.simulation.histories", HISTORIES));
        AtomicLong next = new AtomicLong(first);
        IntStream.range(0, Runtime.getRuntime().availableProcessors()).parallel().forEach(worker -> {
            Path logs = directory.resolve("logs" + worker);
            for (long each = next.getAndIncrement(); each < end; each = next.getAndIncrement()) {
                run(each, logs);
            }
        });
        List<AssertionError> first3 = failures.stream().limit(FAILURES_SHOWN).toList();
        assertThat(first3).as(failures.size() + " of " + (end - first) + " histories went wrong").isEmpty();
    }

    private void run(long seed, Path logs) {
        try {
            Files.createDirectories(logs);
            new SimulatedHistory(seed, logs).run();
        } catch (AssertionError wrong) {
            failures.add(wrong);
        } catch (IOException noDirectory) {
            throw new java.io.UncheckedIOException(noDirectory);
        }
    }
}
