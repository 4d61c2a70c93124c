package io.tickbus.publish;

import io.tickbus.log.Disk;
import io.tickbus.log.LogReader;
import io.tickbus.log.LogSummary;
import io.tickbus.log.LogWriter;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tickerplant log of one day, written by {@link PublicationLog}. If a log is opened again on the same day, writing
 * continues at its end. Only one thread at a time may use an object of this class.
 */
public final class DayLog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DayLog.class);

    /** Chooses the name under which an existing log is kept. */
    @FunctionalInterface
    interface KeptName {
        Path choose() throws IOException;
    }

    /** Prepares a log for writing, and returns its number of messages. */
    @FunctionalInterface
    private interface Start {
        long messages(LogWriter writer) throws IOException;
    }

    private final Path path;
    private final LogWriter writer;
    private long messages;
    private long wholeBytes;

    private DayLog(Path path, LogWriter writer, long messages) throws IOException {
        this.path = path;
        this.writer = writer;
        this.wholeBytes = writer.size();
        this.messages = messages;
    }

    /**
     * Opens a log, or creates the log and its directories. Bytes after the last whole message are moved to {@code
     * <log>.bad-tail}.
     *
     * @param messageBytesMax size limit of a message in the log, in bytes
     * @throws IOException if another writer has the log open, if a message exceeds the limit, or if the disk fails; the
     *     exception names the file
     */
    public static DayLog open(Path path, int messageBytesMax) throws IOException {
        return open(path, messageBytesMax, Disk.LOCAL);
    }

    static DayLog open(Path path, int messageBytesMax, Disk disk) throws IOException {
        return open(path, disk, writer -> recover(path, writer, messageBytesMax));
    }

    /**
     * Opens a log without messages. An existing log that has messages is renamed first.
     *
     * @param keptAs chooses the new name of the existing log. No file may have the new name.
     */
    static DayLog create(Path path, KeptName keptAs, Disk disk) throws IOException {
        return open(path, disk, writer -> {
            if (writer.size() > LogWriter.HEAD_BYTES) {
                writer.restart(keptAs.choose());
            } else {
                writer.truncate(0);
            }
            return 0;
        });
    }

    private static DayLog open(Path path, Disk disk, Start start) throws IOException {
        try {
            disk.createDirectories(Disk.directoryOf(path));
            LogWriter writer = LogWriter.open(path, disk);
            try {
                return new DayLog(path, writer, start.messages(writer));
            } catch (IOException | RuntimeException | Error failure) {
                writer.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new IOException("cannot open the log " + path + ": " + reason(failure), failure);
        }
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return failure.getMessage() + " is not a directory";
        }
        if (failure instanceof NoSuchFileException) {
            return "cannot make " + failure.getMessage();
        }
        return String.valueOf(failure.getMessage());
    }

    private static long recover(Path path, LogWriter writer, int messageBytesMax) throws IOException {
        LogSummary found = LogReader.scan(path, messageBytesMax);
        QFormatException damage = found.damage();
        if (damage != null && damage.isLimit()) {
            throw new IOException(damage.getMessage() + "; what follows may be good, and nothing was cut off");
        }
        String reason = damage == null ? null : damage.getMessage();
        Path tail = writer.moveBadTail(found.goodBytes(), reason, ".bad-tail");
        if (tail != null) {
            LOG.atWarn()
                    .addKeyValue("file", path)
                    .addKeyValue("bytes", found.tailBytes())
                    .addKeyValue("movedTo", tail)
                    .addKeyValue("reason", reason == null ? "a message that was not finished" : reason)
                    .log("bytes after the last whole message are cut off");
        }
        if (found.messages() > 0) {
            LOG.atInfo()
                    .addKeyValue("file", path)
                    .addKeyValue("messages", found.messages())
                    .log("log goes on");
        }
        return found.messages();
    }

    public Path path() {
        return path;
    }

    /** Returns the number of messages in the log, including messages of earlier runs. */
    public long messages() {
        return messages;
    }

    /**
     * Appends messages and writes them to the file. If the call fails, the caller must pass all messages again. The
     * next call first cuts off the bytes of the failed call.
     */
    public void write(List<Value> added) throws IOException {
        cut();
        try {
            for (Value message : added) {
                writer.append(Encoder.body(message));
            }
            writer.flush();
        } catch (IOException | RuntimeException | Error failure) {
            // Catches Error, because the memory can be too small for an encoded message.
            try {
                cut();
            } catch (IOException again) {
                failure.addSuppressed(again); // The next call tries to cut the file again.
            }
            throw failure;
        }
        wholeBytes = writer.size();
        messages += added.size();
    }

    private void cut() throws IOException {
        if (writer.size() != wholeBytes) {
            writer.truncate(wholeBytes);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
