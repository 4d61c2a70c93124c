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
 * A table's journal on disk: a tickerplant's log, that {@code -11!} reads, of {@code (`upd; table; columns)}. Its first message
 * holds no rows but the names of the columns. One thread at a time; what fails names the file and the reason.
 *
 * <p>Who calls says each time how many bytes of it count: what is behind them is of a request that has failed, and goes.
 */
final class JournalFile implements Closeable {
    static final String UPD = "upd";

    private static final int TAILS_MAX = 1000;

    /**
     * What was there.
     *
     * @param bytes that count
     * @param tail where what is behind the last whole message was put; null when nothing was there
     * @param damage what is wrong behind it; null when it just ends there
     */
    record Opened(
            long rows,
            long bytes,
            @Nullable Path tail,
            @Nullable String damage) {}

    /**
     * What was added.
     *
     * @param bytes that count from now on
     * @param tooLong which of the rows were left out, since they are longer than a message may be
     */
    record Written(long bytes, BitSet tooLong) {}

    /** @param bytes that count of the journal that begins */
    record Turned(EndedJournal ended, long bytes) {}

    private final String table;
    private final Schema schema;
    private final Path path;
    private final @Nullable Path archiveDir;
    private final Disk disk;
    private List<Path> earlier = List.of(); // whose rows are in the table as well
    private @Nullable LogWriter log;
    private @Nullable Object identity;

    /** @param archiveDir of the table's days; null when they are not archived */
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

    /** Returns the columns without rows. */
    Flip noRows() {
        return schema.empty();
    }

    /** Opens it, or begins it, and looks through all of it. */
    Opened open() throws IOException {
        try {
            disk.createDirectories(Disk.directoryOf(path));
            LogWriter opened = LogWriter.open(path, disk);
            log = opened;
            identity = identity();
            earlier = EndedJournal.left(path, archiveDir, disk);
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
        if (damage != null && good == 0) {
            throw new IOException(damage);
        }
        Path tail = null;
        if (opened.size() > good) {
            tail = sideFile();
            opened.moveTail(good, tail);
        }
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

    private Path sideFile() throws IOException {
        for (int i = 1; i <= TAILS_MAX; i++) {
            Path side = path.resolveSibling(path.getFileName() + "~bad-tail" + (i == 1 ? "" : "." + i));
            if (Files.notExists(side)) {
                return side;
            }
        }
        throw new IOException("there are " + TAILS_MAX + " bad tails of it already");
    }

    private void start(LogWriter begun) throws IOException {
        begun.cutTo(0);
        begun.append(message(schema.empty()));
        begun.force();
        disk.forceNames(Disk.directoryOf(path));
    }

    private byte[] message(Value payload) {
        return Encoder.body(call(payload));
    }

    private Value call(Value payload) {
        return new GeneralList(Atom.symbol(UPD), Atom.symbol(table), payload);
    }

    /**
     * Adds rows, a message for each: all of them or none.
     *
     * @param bytes that count until now
     * @param force whether they shall survive a crash of the machine
     */
    Written write(long bytes, List<Flip> group, boolean force) throws IOException {
        LogWriter open = opened();
        try {
            requireOurs();
            cut(open, bytes);
            BitSet tooLong = append(open, group);
            open.flush();
            if (force) {
                open.force();
            }
            return new Written(open.size(), tooLong);
        } catch (IOException | RuntimeException | Error failure) { // an Error: no memory for the bytes of a message
            try {
                cut(open, bytes);
            } catch (IOException again) {
                failure.addSuppressed(again); // it is tried once more before the next rows
            }
            throw failed(failure);
        }
    }

    private BitSet append(LogWriter open, List<Flip> group) throws IOException {
        BitSet tooLong = new BitSet();
        for (int i = 0; i < group.size(); i++) {
            Value rows = new GeneralList(group.get(i).columns().toArray(Value[]::new));
            if (isTooLong(rows)) {
                tooLong.set(i);
            } else {
                open.append(message(rows));
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

    private static void cut(LogWriter open, long bytes) throws IOException {
        if (open.size() != bytes) {
            open.cutTo(bytes);
        }
    }

    private IOException failed(Throwable failure) {
        return new IOException("cannot write the journal " + path + ": " + reason(failure), failure);
    }

    /** A file that was removed can be written to for as long as it is open, and all of it is lost then. */
    private void requireOurs() throws IOException {
        if (!Objects.equals(identity, identity())) {
            throw new IOException("another file has taken its place");
        }
    }

    private @Nullable Object identity() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Has what was added survive a crash of the machine. */
    void force() throws IOException {
        try {
            opened().force();
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    /**
     * Begins it anew.
     *
     * @param bytes that count until now
     * @param keep whether what counts is to be kept in an {@link EndedJournal}
     */
    Turned turn(long bytes, boolean keep) throws IOException {
        LogWriter open = opened();
        try {
            requireOurs();
            cut(open, bytes);
            return keep ? rolled(open) : cleared(open);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    private Turned cleared(LogWriter open) throws IOException {
        for (Path file : earlier) {
            Files.deleteIfExists(file);
        }
        earlier = List.of();
        start(open);
        return new Turned(EndedJournal.NONE, open.size());
    }

    private Turned rolled(LogWriter open) throws IOException {
        open.force();
        Path kept = EndedJournal.next(path);
        open.restart(kept, message(schema.empty()));
        identity = identity();
        List<Path> files = new ArrayList<>(earlier);
        files.add(kept);
        earlier = List.of();
        return new Turned(new EndedJournal(files, disk), open.size());
    }

    /** What is in it now. */
    Contents contents(long bytes) {
        return new Contents(earlier, bytes);
    }

    /** The rows of what counts, oldest first. */
    final class Contents implements Closeable {
        private final List<Path> files;
        private final long bytes;
        private int opened;
        private @Nullable JournalRows current;

        private Contents(List<Path> files, long bytes) {
            this.files = files;
            this.bytes = bytes;
        }

        /** The next rows, maybe none; null behind the last. */
        @Nullable
        Flip next() throws IOException {
            try {
                for (JournalRows rows = current; ; rows = current) {
                    Flip next = rows == null ? null : rows.next();
                    if (next != null || (rows == null && opened > files.size())) {
                        return next;
                    }
                    turnToNext();
                }
            } catch (IOException failure) {
                close();
                throw new IOException("cannot read the journal " + path + ": " + reason(failure), failure);
            }
        }

        private void turnToNext() throws IOException {
            close();
            if (opened < files.size()) {
                current = rows(files.get(opened), Long.MAX_VALUE);
            } else if (opened == files.size()) {
                requireOurs();
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

    private LogWriter opened() throws IOException {
        LogWriter open = log;
        if (open == null) {
            throw new IOException("the journal " + path + " is closed");
        }
        return open;
    }

    /** Lets go of it; it can be opened again. */
    @Override
    public void close() throws IOException {
        LogWriter open = log;
        log = null;
        if (open != null) {
            open.close();
        }
    }
}
