package io.tickbus.subscriber;

import io.tickbus.config.ReplayConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.log.LogReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Opens a tickerplant's logs by the names that the tickerplant reports. The logs are read as files or over q IPC.
 * {@link CatchUp} uses this class. Owned by the q thread.
 */
final class TickerplantLogs {
    private final SubscriberConfig config;
    private final ReplayConfig replay;
    private final Session session;

    /** @param session closes an open log when it ends */
    TickerplantLogs(SubscriberConfig config, Session session) {
        this.config = config;
        this.session = session;
        this.replay = config.replay();
    }

    /**
     * Opens a log.
     *
     * @throws NoSuchLogException if the log cannot be read; its message is for an operator
     * @throws IOException if a connection to q fails; a later attempt may succeed
     */
    LogReader open(String log) throws IOException {
        if (replay.mode() == ReplayConfig.Mode.IPC) {
            return LogReader.of(
                    new RemoteLog(config, log, session), config.connection().messageBytesMax());
        }
        Path file = file(log);
        try {
            LogReader reader = LogReader.open(file, config.connection().messageBytesMax());
            session.closeWithSession(reader);
            return reader;
        } catch (NoSuchFileException missing) {
            String hint = " is not here: give logPath, or replay: ipc, if it is on another host";
            throw new NoSuchLogException(file + hint, missing);
        } catch (AccessDeniedException denied) {
            throw new NoSuchLogException(file + ": permission denied", denied);
        } catch (IOException other) {
            throw new NoSuchLogException(file + ": " + other.getMessage(), other);
        }
    }

    /** Returns why a log cannot be read. Returns null if it can be read. */
    @Nullable
    String unreadable(String log) throws IOException {
        try {
            open(log).close();
            return null;
        } catch (NoSuchLogException reason) {
            return String.valueOf(reason.getMessage());
        }
    }

    boolean exists(String log) throws IOException {
        return unreadable(log) == null;
    }

    private Path file(String log) throws IOException {
        try {
            Path named = Path.of(log);
            Path directory = replay.logPath();
            if (directory != null) {
                return directory.resolve(named.isAbsolute() ? named.getFileName() : named);
            }
            if (named.isAbsolute() && isHere(config.connection().host())) {
                return named;
            }
            // A local file with this name may be the log of another tickerplant.
            if (named.isAbsolute()) {
                throw new NoSuchLogException("the tickerplant is on another host: give logPath, or replay: ipc", null);
            }
        } catch (InvalidPathException bad) {
            throw new NoSuchLogException("the log's name is no file name: " + bad.getMessage(), bad);
        }
        throw new NoSuchLogException(log + " is relative to the tickerplant's own directory: give logPath", null);
    }

    private static boolean isHere(String host) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }
}
