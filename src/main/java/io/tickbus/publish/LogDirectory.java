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
 * Where a tickerplant's logs are, one a day, {@code tickbus2026.08.21}; and what it shows of them to clients that cannot read
 * its disk.
 */
public final class LogDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(LogDirectory.class);

    /** Bytes that one {@code read1} gives at most. */
    public static final int READ_BYTES_MAX = 1 << 24;

    private static final int REPLACED_MAX = 1000; // logs of one day

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'tickbus'uuuu.MM.dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private final Path dir;
    private final int messageBytesMax;
    private final Disk disk;

    /** @param messageBytesMax the longest message that is read from a log */
    public LogDirectory(Path dir, int messageBytesMax) {
        this(dir, messageBytesMax, Disk.LOCAL);
    }

    /** Like the other, with logs on a disk of the caller's. */
    public LogDirectory(Path dir, int messageBytesMax, Disk disk) {
        this.disk = disk;
        this.dir = dir.toAbsolutePath().normalize();
        this.messageBytesMax = messageBytesMax;
    }

    /** Returns the directory, absolute. */
    public Path path() {
        return dir;
    }

    /** Opens the log of a day, to go on where it ends. */
    public DayLog open(LocalDate day) throws IOException {
        return DayLog.open(path(day), messageBytesMax, disk);
    }

    /**
     * Opens a new log of a day. One that is there already is kept beside it, as {@code <log>.replaced}: a reader that has it open
     * reads on. One without a message is used again.
     *
     * @throws IOException whose message names the file; also when another writer has the log that is there
     */
    public DayLog openNew(LocalDate day) throws IOException {
        Path path = path(day);
        return DayLog.create(
                path,
                () -> Disk.unusedPath(path, ".replaced", REPLACED_MAX, REPLACED_MAX + " were replaced already"),
                disk);
    }

    /**
     * The day to go on with: the newest one that has a log, when that is after today. Then a client has ended days before their
     * midnight with {@code .u.end}, and what is added to the log of a day that ended would be missed by whoever was told so. A
     * log of a day that cannot have begun is of a wrong clock, or of a wrong date in {@code .u.end}: it is left where it is.
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
     * Gives the log of a day the name of another day. The log must not be open for writing.
     *
     * @return false when there is a log of the other day already: then nothing is done
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

    /** {@code hcount}: the bytes of a log as they are on disk. */
    public long size(String name) {
        Path path = own(name);
        try {
            return Files.size(path);
        } catch (IOException failure) {
            throw unreadable(path, failure);
        }
    }

    /**
     * {@code read1}: bytes of a log; as in q fewer where the file ends before, and none behind its end.
     *
     * @param name as q writes file names, with a colon in front
     * @throws QError {@code access} for all but this directory's logs, {@code limit}, {@code domain}, {@code io}
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
                // until all is there, or the file ends after all
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
        }
    }
}
