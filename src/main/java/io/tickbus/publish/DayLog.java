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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of one day; opened again on the same day it goes on where it ended. */
public final class DayLog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DayLog.class);
    private static final int TAILS_MAX = 1000; // side files beside one log

    /** Chooses the name that an earlier log is kept under. */
    @FunctionalInterface
    interface KeptName {
        Path choose() throws IOException;
    }

    /** Makes a log ready to be written, and returns the number of its messages. */
    @FunctionalInterface
    private interface Start {
        long messages(LogWriter writer) throws IOException;
    }

    private final Path path;
    private final LogWriter writer;
    private long messages;
    private long wholeBytes; // of messages that are in the file

    private DayLog(Path path, LogWriter writer, long messages) throws IOException {
        this.path = path;
        this.writer = writer;
        this.wholeBytes = writer.size();
        this.messages = messages;
    }

    /**
     * Opens a log, or begins it, with the directories above it. What is behind its last whole message is kept in {@code <log>.bad-tail} and cut off.
     *
     * @throws IOException whose message names the file
     */
    public static DayLog open(Path path, int messageBytesMax) throws IOException {
        return open(path, messageBytesMax, Disk.LOCAL);
    }

    static DayLog open(Path path, int messageBytesMax, Disk disk) throws IOException {
        return open(path, disk, writer -> recover(path, writer, messageBytesMax));
    }

    /**
     * Opens a log without messages. Those of a log that is there are kept under another name.
     *
     * @param keptAs the name, which no file has
     */
    static DayLog create(Path path, KeptName keptAs, Disk disk) throws IOException {
        return open(path, disk, writer -> {
            if (writer.size() > LogWriter.HEAD_BYTES) {
                writer.restart(keptAs.choose());
            } else {
                writer.cutTo(0);
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
        if (damage != null && found.goodBytes() == 0) {
            throw new IOException(damage.getMessage());
        }
        if (found.tailBytes() > 0) {
            Path side = sideFile(path);
            writer.moveTail(found.goodBytes(), side);
            LOG.atWarn()
                    .addKeyValue("file", path)
                    .addKeyValue("bytes", found.tailBytes())
                    .addKeyValue("movedTo", side)
                    .addKeyValue("reason", damage == null ? "a message that was not finished" : damage.getMessage())
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

    private static Path sideFile(Path path) throws IOException {
        for (int i = 1; i <= TAILS_MAX; i++) {
            Path side = path.resolveSibling(path.getFileName() + ".bad-tail" + (i == 1 ? "" : "." + i));
            if (Files.notExists(side)) {
                return side;
            }
        }
        throw new IOException("there are " + TAILS_MAX + " bad tails of it already");
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** Messages in the log, with those that an earlier run wrote. */
    public long messages() {
        return messages;
    }

    /**
     * Adds messages and brings them to the file. When that fails none of them is there, and they may be written again.
     */
    public void write(List<Value> added) throws IOException {
        cut();
        try {
            for (Value message : added) {
                writer.append(Encoder.body(message));
            }
            writer.flush();
        } catch (IOException | RuntimeException | Error failure) { // an Error: no memory for the bytes of a message
            try {
                cut();
            } catch (IOException again) {
                failure.addSuppressed(again); // it is tried once more before the next write
            }
            throw failure;
        }
        wholeBytes = writer.size();
        messages += added.size();
    }

    private void cut() throws IOException {
        if (writer.size() != wholeBytes) {
            writer.cutTo(wholeBytes);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
