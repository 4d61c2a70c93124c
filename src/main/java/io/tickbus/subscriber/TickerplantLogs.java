package io.tickbus.subscriber;

import io.tickbus.config.ReplayConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.log.LogReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the logs of a tickerplant are read, by the names that it gives them. */
final class TickerplantLogs {
    private final SubscriberConfig config;
    private final ReplayConfig replay;
    private final Session session;

    /**
     * @param session whose end ends the reading, too
     */
    TickerplantLogs(SubscriberConfig config, Session session) {
        this.config = config;
        this.session = session;
        this.replay = config.replay();
    }

    /**
     * Opens a log.
     *
     * @throws IOException with the reason, for an operator
     */
    LogReader open(String log) throws IOException {
        if (replay.mode() == ReplayConfig.Mode.IPC) {
            return LogReader.of(new RemoteLog(config, log, session), config.messageBytesMax());
        }
        Path file = file(log);
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory");
        }
        try {
            return LogReader.open(file, config.messageBytesMax());
        } catch (NoSuchFileException missing) {
            throw new IOException(
                    file + " is not here: give logPath, or replay: ipc, if it is on another host", missing);
        } catch (AccessDeniedException denied) {
            throw new IOException(file + ": permission denied", denied);
        }
    }

    /** Why a log cannot be read, or null when it can. */
    @Nullable
    String unreadable(String log) {
        try {
            open(log).close();
            return null;
        } catch (IOException reason) {
            return String.valueOf(reason.getMessage());
        }
    }

    /** Whether a log has all messages that its tickerplant says it has. */
    boolean isWhole(Sub.Coordinates today) throws IOException {
        try (LogReader log = open(today.log())) {
            while (log.messages() < today.messages() && log.next() != null) {
                session.hold();
            }
            return log.messages() == today.messages();
        }
    }

    boolean exists(String log) {
        return unreadable(log) == null;
    }

    private Path file(String log) throws IOException {
        try {
            Path named = Path.of(log);
            Path directory = replay.logPath();
            if (directory != null) {
                return directory.resolve(named.isAbsolute() ? named.getFileName() : named);
            }
            if (named.isAbsolute() && isHere(config.host())) {
                return named;
            }
            if (named.isAbsolute()) { // a file of this name may be here, and of something else
                throw new IOException("the tickerplant is on another host: give logPath, or replay: ipc");
            }
        } catch (InvalidPathException bad) {
            throw new IOException("the log's name is no file name: " + bad.getMessage(), bad);
        }
        throw new IOException(log + " is relative to the tickerplant's own directory: give logPath");
    }

    private static boolean isHere(String host) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }
}
