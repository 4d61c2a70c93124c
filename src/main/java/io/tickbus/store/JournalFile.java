package io.tickbus.store;

import io.tickbus.log.Disk;
import io.tickbus.log.LogWriter;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table's journal on disk. {@link Journal} writes and reads it. The file is a tickerplant log of {@code (`upd; table;
 * columns)}, so q reads it with {@code -11!}. The first message has the column names and no rows. Exceptions name the
 * file and the reason. Not thread-safe.
 *
 * <p>Many calls take the size of the valid part. Bytes after the valid part belong to failed requests. The next write
 * removes these bytes.
 */
final class JournalFile implements Closeable {
    static final String UPD = "upd";

    /**
     * The contents of an opened journal.
     *
     * @param bytes the size of the valid part, in bytes
     * @param tail the file that has the bytes after the last whole message; null if there are no such bytes
     * @param damage what was wrong with the bytes in {@code tail}; null if the last message was only incomplete
     */
    record Opened(
            long rows,
            long bytes,
            @Nullable Path tail,
            @Nullable String damage) {}

    /**
     * The result of a write.
     *
     * @param bytes the new size of the valid part, in bytes
     * @param tooLong the indexes of the flips that were not written, because their messages would be too long
     */
    record Written(long bytes, BitSet tooLong) {}

    /**
     * The result of starting a new journal.
     *
     * @param ended the old journal
     * @param bytes the size of the valid part of the new journal
     */
    record Rolled(EndedJournal ended, long bytes) {}

    private final String table;
    private final Schema schema;
    private final Path path;
    private final @Nullable Path archiveDir;
    private final Disk disk;
    private List<Path> earlier = List.of(); // Ended journals whose rows are also restored
    private @Nullable LogWriter log;
    private @Nullable Object identity;

    /** @param archiveDir the directory of the archived days; null if days are not archived */
    JournalFile(Path dir, String table, Schema schema, @Nullable Path archiveDir) {
        this(dir, table, schema, archiveDir, Disk.LOCAL);
    }

    JournalFile(Path dir, String table, Schema schema, @Nullable Path archiveDir, Disk disk) {
        this.disk = disk;
        this.table = table;
        this.schema = schema;
        this.path = dir.toAbsolutePath().normalize().resolve(FileNames.of(table));
        this.archiveDir = archiveDir;
    }

    Path path() {
        return path;
    }

    Flip noRows() {
        return schema.empty();
    }

    /** Opens or creates the journal, and checks all of its messages. */
    Opened open() throws IOException {
        try {
            disk.createDirectories(Disk.directoryOf(path));
            LogWriter opened = LogWriter.open(path, disk);
            log = opened;
            identity = identity();
            earlier = EndedJournal.recover(path, archiveDir, disk);
            return recover(opened);
        } catch (IOException | RuntimeException | Error failure) {
            close();
            throw new IOException("cannot open the journal " + path + ": " + reason(failure), failure);
        }
    }

    private static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.getClass() == IOException.class
                ? message
                : failure.getClass().getSimpleName() + ": " + message;
    }

    private Opened recover(LogWriter opened) throws IOException {
        long rows = 0;
        for (Path file : earlier) {
            try (JournalRows found = rows(file, Long.MAX_VALUE)) {
                rows += count(found);
            }
        }
        long own;
        long good;
        String damage;
        try (JournalRows found = rows(path, Long.MAX_VALUE)) {
            own = count(found);
            good = found.goodBytes();
            damage = found.damage();
        }
        Path tail = opened.moveBadTail(good, damage, "~bad-tail");
        if (own == 0) {
            start(opened);
        }
        return new Opened(rows + own, opened.size(), tail, damage);
    }

    private static long count(JournalRows found) throws IOException {
        long rows = 0;
        for (Flip next = found.next(); next != null; next = found.next()) {
            rows += next.size();
        }
        return rows;
    }

    private JournalRows rows(Path file, long bytes) throws IOException {
        return new JournalRows(table, schema, file, bytes);
    }

    private void start(LogWriter writer) throws IOException {
        writer.truncate(0);
        writer.append(message(schema.empty()));
        writer.force();
        disk.forceNames(Disk.directoryOf(path));
    }

    private byte[] message(Value payload) {
        return Encoder.body(call(payload));
    }

    private Value call(Value payload) {
        return new GeneralList(Atom.symbol(UPD), Atom.symbol(table), payload);
    }

    /**
     * Writes rows, one message for each flip. After a failure, the file has none of these messages.
     *
     * @param bytes the size of the valid part before the write
     * @param force true if the rows must survive a crash of the machine
     */
    Written write(long bytes, List<Flip> group, boolean force) throws IOException {
        LogWriter writer = requireOpen();
        try {
            requireSameFile();
            cut(writer, bytes);
            BitSet tooLong = append(writer, group);
            writer.flush();
            if (force) {
                writer.force();
            }
            return new Written(writer.size(), tooLong);
        } catch (IOException | RuntimeException | Error failure) {
            // Catches Error, because the memory can be too small for an encoded message.
            try {
                cut(writer, bytes);
            } catch (IOException again) {
                failure.addSuppressed(again); // The next write tries to cut the file again.
            }
            throw failed(failure);
        }
    }

    private BitSet append(LogWriter writer, List<Flip> group) throws IOException {
        BitSet tooLong = new BitSet();
        for (int i = 0; i < group.size(); i++) {
            Value rows = new GeneralList(group.get(i).columns().toArray(Value[]::new));
            if (isTooLong(rows)) {
                tooLong.set(i);
            } else {
                writer.append(message(rows));
            }
        }
        return tooLong;
    }

    private boolean isTooLong(Value rows) {
        try {
            return Encoder.size(call(rows)) > JournalRows.MESSAGE_BYTES_MAX;
        } catch (QFormatException pastAnyMessage) {
            return true;
        }
    }

    private static void cut(LogWriter writer, long bytes) throws IOException {
        if (writer.size() != bytes) {
            writer.truncate(bytes);
        }
    }

    private IOException failed(Throwable failure) {
        return new IOException("cannot write the journal " + path + ": " + reason(failure), failure);
    }

    /** Checks that the open file was not deleted or replaced. Rows in a deleted file would be lost. */
    private void requireSameFile() throws IOException {
        if (!Objects.equals(identity, identity())) {
            throw new IOException("another file has taken its place");
        }
    }

    private @Nullable Object identity() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Forces the written rows to the disk. Forced rows survive a crash of the machine. */
    void force() throws IOException {
        try {
            requireOpen().force();
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    /**
     * Replaces this journal with an empty journal.
     *
     * @param bytes the size of the valid part
     * @param keep true if the valid part is kept in an {@link EndedJournal}
     */
    Rolled roll(long bytes, boolean keep) throws IOException {
        LogWriter writer = requireOpen();
        try {
            requireSameFile();
            cut(writer, bytes);
            return keep ? moveToEnded(writer) : startEmpty(writer);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    private Rolled startEmpty(LogWriter writer) throws IOException {
        for (Path file : earlier) {
            Files.deleteIfExists(file);
        }
        earlier = List.of();
        start(writer);
        return new Rolled(EndedJournal.NONE, writer.size());
    }

    private Rolled moveToEnded(LogWriter writer) throws IOException {
        writer.force();
        Path kept = EndedJournal.nextPath(path);
        writer.restart(kept, message(schema.empty()));
        identity = identity();
        List<Path> files = new ArrayList<>(earlier);
        files.add(kept);
        earlier = List.of();
        return new Rolled(new EndedJournal(files, disk), writer.size());
    }

    /**
     * Returns the rows of the journal.
     *
     * @param bytes the size of the valid part
     */
    Contents contents(long bytes) {
        return new Contents(earlier, bytes);
    }

    /** The rows of the journal's valid part and of its ended journals, oldest first. */
    final class Contents implements Closeable {
        private final List<Path> files;
        private final long bytes;
        private int opened;
        private @Nullable JournalRows current;

        private Contents(List<Path> files, long bytes) {
            this.files = files;
            this.bytes = bytes;
        }

        /** Returns the next rows. The result can be empty. Returns null after the last rows. */
        @Nullable
        Flip next() throws IOException {
            try {
                for (JournalRows rows = current; ; rows = current) {
                    Flip next = rows == null ? null : rows.next();
                    if (next != null || (rows == null && opened > files.size())) {
                        return next;
                    }
                    openNext();
                }
            } catch (IOException failure) {
                close();
                throw new IOException("cannot read the journal " + path + ": " + reason(failure), failure);
            }
        }

        private void openNext() throws IOException {
            close();
            if (opened < files.size()) {
                current = rows(files.get(opened), Long.MAX_VALUE);
            } else if (opened == files.size()) {
                requireSameFile();
                current = rows(path, bytes);
            }
            opened++;
        }

        @Override
        public void close() throws IOException {
            JournalRows rows = current;
            current = null;
            if (rows != null) {
                rows.close();
            }
        }
    }

    private LogWriter requireOpen() throws IOException {
        LogWriter writer = log;
        if (writer == null) {
            throw new IOException("the journal " + path + " is closed");
        }
        return writer;
    }

    /** Closes and unlocks the journal. The journal can be opened again. */
    @Override
    public void close() throws IOException {
        LogWriter writer = log;
        log = null;
        if (writer != null) {
            writer.close();
        }
    }
}
