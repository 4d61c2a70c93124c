package io.tickbus.store;

import io.tickbus.log.Disk;
import io.tickbus.log.LogWriter;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDate;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.table.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * Writes a table's rows of one day to a file, such as {@code trade2026.11.23}. The file is a tickerplant log, so q
 * reads it with {@code -11!}. An incomplete file is named {@code trade2026.11.23.part}. Runs on the owner's worker
 * thread.
 */
final class DayFile {
    /**
     * Limit on the rows of one message in a file. Small messages need little memory when they are encoded and decoded.
     */
    static final int MESSAGE_ROWS_MAX = 10_000;
    /** Limit on the number of files of one table and one day. */
    private static final int FILES_MAX = 10_000;

    /**
     * The characters that are replaced in a file name. Clients choose the names of tables, and a file name must not
     * lead to another directory.
     */
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");

    private DayFile() {}

    /**
     * Writes a file, and returns its path. If the file exists already, a number is appended to the name, such as {@code
     * .1}.
     *
     * @param journal the journal that has some of the rows; it is deleted when the file is complete
     * @throws IOException if the file cannot be written; the message names the file and the reason
     */
    static Path write(Path dir, String table, LocalDate date, Snapshot rows, EndedJournal journal) throws IOException {
        return write(dir, table, date, rows, journal, Disk.LOCAL);
    }

    static Path write(Path dir, String table, LocalDate date, Snapshot rows, EndedJournal journal, Disk disk)
            throws IOException {
        String name = UNSAFE.matcher(table).replaceAll("_") + QDate.FORMAT.format(date);
        Path part = dir.resolve(name + ".part").toAbsolutePath().normalize();
        try {
            disk.createDirectories(dir);
            try (LogWriter log = LogWriter.open(part, disk)) {
                log.truncate(0); // An earlier attempt may have left rows in the file.
                appendAll(log, table, rows);
                // The file is still locked. Another owner treats an unlocked .part file as left by a crash.
                Path file = free(part.resolveSibling(name));
                journal.bindToArchive(file);
                disk.rename(part, file);
                journal.delete();
                return file;
            }
        } catch (IOException failure) {
            throw new IOException(
                    "cannot write " + part + ": " + failure.getClass().getSimpleName() + ": " + failure.getMessage(),
                    failure);
        }
    }

    /**
     * Appends the rows and forces them to the disk. After a failure, empties the file, because the disk may be full.
     */
    private static void appendAll(LogWriter log, String table, Snapshot rows) throws IOException {
        try {
            append(log, table, rows);
            log.force(); // The rows must be on the disk before the file gets its final name.
        } catch (IOException | RuntimeException | Error failure) {
            try {
                log.truncate(0);
            } catch (IOException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    private static void append(LogWriter log, String table, Snapshot rows) throws IOException {
        Atom upd = Atom.symbol("upd");
        Atom name = Atom.symbol(table);
        long end;
        for (long offset = rows.firstOffset(); offset < rows.nextOffset(); offset = end) {
            end = rows.runEnd(offset, MESSAGE_ROWS_MAX);
            Flip run = rows.run(offset, end);
            if (run.size() > 0) {
                GeneralList columns = new GeneralList(run.columns().toArray(Value[]::new));
                log.append(Encoder.body(new GeneralList(upd, name, columns)));
            }
        }
    }

    private static Path free(Path wanted) throws IOException {
        Path path = wanted;
        for (int i = 1; Files.exists(path); i++) {
            if (i == FILES_MAX) {
                throw new IOException(FILES_MAX + " files of this name already");
            }
            path = wanted.resolveSibling(wanted.getFileName() + "." + i);
        }
        return path;
    }
}
