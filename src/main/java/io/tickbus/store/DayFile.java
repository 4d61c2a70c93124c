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
 * Writes a table's rows of one day as a tickerplant log, {@code trade2026.11.23}, which {@code -11!} reads. The file
 * gets its name when it is complete; before that it is {@code trade2026.11.23.part}. The owner's worker thread calls
 * it.
 */
final class DayFile {
    /** Number of rows of a message: few enough to encode and decode in little memory. */
    static final int MESSAGE_ROWS_MAX = 10_000;
    /** Limit on the files of one table and one day. */
    private static final int FILES_MAX = 10_000;

    /** Characters that are replaced: the name of a table comes from outside, and must not lead to another directory. */
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");

    private DayFile() {}

    /**
     * Writes a file, and returns its path. If the name is taken, {@code .1}, {@code .2} and so on is appended to it.
     *
     * @param journal has some of the rows until the file is complete, and is deleted then
     * @throws IOException if the file cannot be written; the message names the file and the reason
     */
    static Path write(Path dir, String table, LocalDate date, Snapshot rows, EndedJournal journal) throws IOException {
        return write(dir, table, date, rows, journal, Disk.LOCAL);
    }

    /** Like {@link #write(Path, String, LocalDate, Snapshot, EndedJournal)}, on the given disk. */
    static Path write(Path dir, String table, LocalDate date, Snapshot rows, EndedJournal journal, Disk disk)
            throws IOException {
        String name = UNSAFE.matcher(table).replaceAll("_") + QDate.FORMAT.format(date);
        Path part = dir.resolve(name + ".part").toAbsolutePath().normalize();
        try {
            disk.createDirectories(dir);
            try (LogWriter log = LogWriter.open(part, disk)) {
                log.truncate(0); // removes rows of an earlier attempt
                appendAll(log, table, rows);
                // Still locked: otherwise another owner of this directory could take the file for a remnant of a crash.
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

    /** Appends and forces the rows, all or none: a part of a day would only fill a disk that may be full already. */
    private static void appendAll(LogWriter log, String table, Snapshot rows) throws IOException {
        try {
            append(log, table, rows);
            log.force(); // before the rename, or a crash could leave the name without the rows
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
