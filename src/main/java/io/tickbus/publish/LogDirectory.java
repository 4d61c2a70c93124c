package io.tickbus.publish;

import io.tickbus.log.Disk;
import io.tickbus.q.ByteVector;
import io.tickbus.q.DayRule;
import io.tickbus.q.QType;
import io.tickbus.server.QError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of a tickerplant's logs. It has one log for each day, for example {@code tickbus2026.08.21}. {@link
 * PublicationLog} opens the logs for writing. {@link LogCalls} reads parts of the logs for clients that have no access
 * to the disk. Thread-safe. All calls block on the disk.
 */
public final class LogDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(LogDirectory.class);

    /** Largest number of bytes that one call of {@code read1} returns. */
    public static final int READ_BYTES_MAX = 1 << 24;

    private static final int REPLACED_MAX = 1000; // Limit of replaced logs per day

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'tickbus'uuuu.MM.dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private final Path dir;
    private final int messageBytesMax;
    private final Disk disk;

    /** @param messageBytesMax size limit of a message in a log, in bytes */
    public LogDirectory(Path dir, int messageBytesMax) {
        this(dir, messageBytesMax, Disk.LOCAL);
    }

    /**
     * Creates an instance for logs on the given disk.
     *
     * @param messageBytesMax size limit of a message in a log, in bytes
     */
    public LogDirectory(Path dir, int messageBytesMax, Disk disk) {
        this.disk = disk;
        this.dir = dir.toAbsolutePath().normalize();
        this.messageBytesMax = messageBytesMax;
    }

    /** Returns the absolute path of the directory. */
    public Path path() {
        return dir;
    }

    /** Opens the log of a day. Writing continues at the end of the log. */
    public DayLog open(LocalDate day) throws IOException {
        return DayLog.open(path(day), messageBytesMax, disk);
    }

    /**
     * Opens an empty log of a day. An existing log is first renamed to {@code <log>.replaced}. Readers that have the
     * existing log open can continue to read it. An existing log without messages is reused.
     *
     * @throws IOException if the log cannot be opened, or if another writer has the existing log open; the exception
     *     names the file
     */
    public DayLog openNew(LocalDate day) throws IOException {
        Path path = path(day);
        return DayLog.create(
                path,
                () -> Disk.unusedPath(path, ".replaced", REPLACED_MAX, REPLACED_MAX + " were replaced already"),
                disk);
    }

    /**
     * Returns the day whose log must be continued: the newest later day that has a log, else today. A client can end a
     * day before midnight with {@code .u.end}. The log of the next day then already exists, and readers no longer read
     * the log of the ended day. Logs with an impossible date are ignored. A wrong clock or a wrong date in {@code
     * .u.end} creates them.
     */
    public LocalDate dayToContinue(LocalDate today) throws IOException {
        if (Files.notExists(dir)) {
            return today;
        }
        try (Stream<Path> files = Files.list(dir)) {
            List<LocalDate> later = files.map(LogDirectory::day)
                    .filter(Objects::nonNull)
                    .filter(today::isBefore)
                    .toList();
            DayRule rule = new DayRule(today);
            later.stream()
                    .filter(rule::isLogAhead)
                    .forEach(day -> LOG.atWarn()
                            .addKeyValue("file", path(day))
                            .addKeyValue("today", today)
                            .log("a log of a day that cannot have begun is left alone and not replayed"));
            return later.stream()
                    .filter(day -> !rule.isLogAhead(day))
                    .max(LocalDate::compareTo)
                    .orElse(today);
        }
    }

    /**
     * Renames the log of a day to the name of another day's log. The log must not be open for writing.
     *
     * @return true if the log was renamed, false if the other day already has a log
     */
    public boolean rename(LocalDate from, LocalDate to) throws IOException {
        if (Files.exists(path(to))) {
            return false;
        }
        disk.rename(path(from), path(to));
        return true;
    }

    private Path path(LocalDate day) {
        return dir.resolve(NAME.format(day));
    }

    private static @Nullable LocalDate day(Path path) {
        try {
            return LocalDate.parse(String.valueOf(path.getFileName()), NAME);
        } catch (DateTimeException other) {
            return null;
        }
    }

    /**
     * Returns the size of a log on disk in bytes, for {@code hcount}.
     *
     * @throws QError {@code access} if the name is not a log of this directory, {@code io} if the disk fails
     */
    public long size(String name) {
        Path path = own(name);
        try {
            return Files.size(path);
        } catch (IOException failure) {
            throw unreadable(path, failure);
        }
    }

    /**
     * Returns bytes of a log, for {@code read1}. As in q, the result is shorter or empty if the file ends before the
     * end of the range.
     *
     * @param name the path of the log as q writes it, with a colon in front
     * @param offset index of the first byte, from 0
     * @param length number of bytes, from 0 to {@link #READ_BYTES_MAX}
     * @throws QError {@code access} if the name is not a log of this directory, {@code limit} if the length is too
     *     large, {@code domain} if a number is negative, {@code io} if the disk fails
     */
    public ByteVector read(String name, long offset, long length) {
        Path path = own(name);
        if (offset < 0 || length < 0) {
            throw new QError("domain: read1 of " + length + " bytes from " + offset);
        }
        if (length > READ_BYTES_MAX) {
            throw new QError("limit: read1 of " + length + " bytes, at most " + READ_BYTES_MAX + " at once");
        }
        try {
            return new ByteVector(QType.BYTE, read(path, offset, (int) length));
        } catch (IOException failure) {
            throw unreadable(path, failure);
        }
    }

    private static QError unreadable(Path path, IOException failure) {
        return new QError(
                "io: " + path + ": " + (failure instanceof NoSuchFileException ? "no such file" : failure.toString()));
    }

    private Path own(String name) {
        Path path = name.startsWith(":") && name.indexOf('\0') < 0
                ? Path.of(name.substring(1)).toAbsolutePath().normalize()
                : Path.of("");
        if (day(path) == null || !dir.equals(path.getParent()) || !isFileOrMissing(path)) {
            throw new QError("access: " + name + " is no log of this tickerplant");
        }
        return path;
    }

    private static boolean isFileOrMissing(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static byte[] read(Path path, long offset, int length) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            int there = (int) Math.min(length, Math.max(0, file.size() - offset));
            ByteBuffer bytes = ByteBuffer.allocate(there);
            while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position()) >= 0) {
                // The condition reads the bytes. At the end of the file, the loop stops.
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
        }
    }
}
