package io.tickbus.subscriber;

import io.tickbus.log.LogWriter;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** The log of a day: a file, and what is known to be in it. */
final class SimulatedLog {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'sim'uuuu.MM.dd", Locale.ROOT);
    private static final int HEAD_BYTES = 8;

    private final Path path;
    private final LocalDate day;
    private final Map<SimulatedTable, List<long[]>> rows = new EnumMap<>(SimulatedTable.class);
    private LogWriter writer;
    private long bytes;
    private long messages;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(SimulatedTable table, int bytes) {}

    SimulatedLog(Path directory, LocalDate day) {
        this.path = directory.resolve(NAME.format(day));
        this.day = day;
        writer = begin();
    }

    private LogWriter begin() {
        try {
            bytes = HEAD_BYTES;
            messages = 0;
            rows.clear();
            entries.clear();
            return LogWriter.open(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path path() {
        return path;
    }

    LocalDate day() {
        return day;
    }

    long messages() {
        return messages;
    }

    private List<long[]> rows(SimulatedTable table) {
        return rows.computeIfAbsent(table, t -> new ArrayList<>());
    }

    /** The rows that it has, or had. */
    long[] rows(SimulatedTable table, List<String> syms) {
        return table.select(
                syms, rows(table).stream().flatMapToLong(LongStream::of).toArray());
    }

    void append(SimulatedTable table, Value payload, long... added) {
        try {
            byte[] body = Encoder.body(table.upd(payload));
            writer.append(body);
            bytes += body.length;
            messages++;
            rows(table).add(added);
            entries.add(new Entry(table, body.length));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Makes the subscriber see what was appended. */
    void flush() {
        try {
            writer.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void close() {
        try {
            writer.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Appends a part of a message, as a killed tickerplant leaves it. */
    void leaveTail(byte[] body, int length) {
        try {
            Files.write(path, Arrays.copyOf(body, length), StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Loses its last messages, so many at most, while it is closed. Returns how many it has lost. */
    int truncate(int count) {
        int lost = Math.min(count, entries.size());
        for (int i = 0; i < lost; i++) {
            Entry last = entries.remove(entries.size() - 1);
            List<long[]> ofTable = rows(last.table);
            ofTable.remove(ofTable.size() - 1);
            bytes -= last.bytes;
            messages--;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.truncate(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return lost;
    }

    /** Has bytes of one of its messages overwritten. Returns false if it has none. */
    boolean damage(SplittableRandom random) {
        if (entries.isEmpty()) {
            return false;
        }
        int index = random.nextInt(entries.size());
        long at = HEAD_BYTES;
        for (int i = 0; i < index; i++) {
            at += entries.get(i).bytes;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            byte[] bad = new byte[entries.get(index).bytes];
            Arrays.fill(bad, (byte) 0x55);
            file.write(ByteBuffer.wrap(bad), at);
            return true;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Goes on after the last whole message, as a tickerplant does that starts again. */
    void goOn() {
        try {
            writer = LogWriter.open(path);
            writer.truncate(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Begins it again with nothing in it. */
    void beginAnew() {
        delete();
        writer = begin();
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
            Files.deleteIfExists(away());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Takes the file out of the subscriber's sight, and gives it back. */
    void hide(boolean hidden) {
        try {
            Path from = hidden ? path : away();
            if (Files.exists(from)) {
                Files.move(from, hidden ? away() : path, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path away() {
        return path.resolveSibling("away." + path.getFileName());
    }
}
