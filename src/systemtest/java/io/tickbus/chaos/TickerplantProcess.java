package io.tickbus.chaos;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Connection;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The process of the tickerplant. It has another port after each restart, and keeps its log directory. */
final class TickerplantProcess {
    private static final Pattern LISTENS = Pattern.compile("tickerplant on .*:([0-9]+);.*");
    private static final Pattern LOG = Pattern.compile("tickbus[0-9]{4}\\.[0-9]{2}\\.[0-9]{2}");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu.MM.dd", Locale.ROOT);
    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
    private static final int ANSWER_MS_MAX = 20_000;
    private static final int MESSAGE_BYTES_MAX = 1 << 20;

    private final Settings settings;
    private final Path logDir;
    private final Path errors;
    private ChildProcess process;
    private int port;

    TickerplantProcess(Settings settings, Path dir) throws IOException {
        this.settings = settings;
        this.logDir = dir.resolve("log");
        this.errors = dir.resolve("tickerplant.err");
        this.process = started();
    }

    private ChildProcess started() throws IOException {
        ChildProcess started = new ChildProcess(
                TickbusProgram.class, "1g", errors, settings.tickerplantArguments(logDir));
        String line = started.readLine();
        Matcher listens = LISTENS.matcher(line);
        if (!listens.matches()) {
            throw new IOException("the tickerplant says: " + line);
        }
        port = Integer.parseInt(listens.group(1));
        return started;
    }

    int port() {
        return port;
    }

    void kill() {
        process.kill();
    }

    void restart() throws IOException {
        process = started();
    }

    void freeze() throws IOException {
        process.freeze();
    }

    void thaw() throws IOException {
        process.thaw();
    }

    LocalDate day() throws IOException {
        return EPOCH.plusDays(((Atom) ask(".u.d")).item().longAt(0));
    }

    /** Ends the day before its midnight. */
    void roll() throws IOException {
        ask(".u.end[" + DAY.format(day()) + "]");
    }

    private Value ask(String text) throws IOException {
        Connection connection = new Connection(MESSAGE_BYTES_MAX);
        try {
            connection.open("127.0.0.1", port, "chaos", null, false, ANSWER_MS_MAX);
            connection.readTimeout(ANSWER_MS_MAX);
            connection.send(MessageKind.SYNC, ByteVector.chars(text));
            while (!connection.frames().hasMessage()) {
                if (connection.read() < 0) {
                    throw new IOException("the tickerplant is gone");
                }
            }
            Value answer = connection.frames().poll().value();
            if (answer instanceof ErrorValue error) {
                throw new IOException(text + " gives '" + error.text());
            }
            return answer;
        } finally {
            connection.close();
        }
    }

    /** Returns the logs of a day and of all later days, in order. */
    List<Path> logs(LocalDate from) throws IOException {
        String first = "tickbus" + DAY.format(from);
        try (Stream<Path> files = Files.list(logDir)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return LOG.matcher(name).matches() && name.compareTo(first) >= 0;
                    })
                    .sorted()
                    .toList();
        }
    }
}
