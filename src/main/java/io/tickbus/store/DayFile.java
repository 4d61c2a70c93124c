package io.tickbus.store;

import io.tickbus.log.Disk;
import io.tickbus.log.LogWriter;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.table.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A table's rows of one day as a tickerplant's log, {@code trade2026.11.23}, so that {@code -11!} reads it. The file has its
 * name only when it is whole; until then it is {@code trade2026.11.23.part}.
 */
final class DayFile {
    /** Rows of a message: few enough to encode and to read back in little memory. */
    static final int MESSAGE_ROWS_MAX = 10_000;
    /** Files of one table and one day. */
    private static final int FILES_MAX = 10_000;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu.MM.dd", Locale.ROOT);
    /** A table's name comes from outside, and must not lead to another directory. */
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");

    private DayFile() {}

    /**
     * Writes a file, and gives its path: with {@code .1}, {@code .2} behind the name where there is one already.
     *
     * @param journal that some of the rows are in until then
     * @throws IOException whose message names the file and the reason
     */
    static Path write(Path dir, String table, LocalDate date, Snapshot rows, EndedJournal journal) throws IOException {
        return write(dir, table, date, rows, journal, Disk.LOCAL);
    }

    /** Like the other, on a disk of the caller's. */
    static Path write(Path dir, String table, LocalDate date, Snapshot rows, EndedJournal journal, Disk disk)
            throws IOException {
        String name = UNSAFE.matcher(table).replaceAll("_") + DATE.format(date);
        Path part = dir.resolve(name + ".part").toAbsolutePath().normalize();
        try {
            disk.createDirectories(dir);
            try (LogWriter log = LogWriter.open(part, disk)) {
                log.cutTo(0); // what an earlier attempt has left
                appendAll(log, table, rows);
                // While it is locked, or another owner of this directory could take it for what a crash has left.
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

    /** Appends the rows and forces them, all or none: a part of a day would only take room on a disk that may be full. */
    private static void appendAll(LogWriter log, String table, Snapshot rows) throws IOException {
        try {
            append(log, table, rows);
            log.force(); // before the name, or a crash of the machine could leave the name alone
        } catch (IOException | RuntimeException | Error failure) {
            try {
                log.cutTo(0);
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
