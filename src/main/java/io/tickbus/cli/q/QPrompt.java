package io.tickbus.cli.q;

import io.tickbus.cli.console.CommandFailure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * The interactive prompt. It reads lines with history and completion, and runs each line until the input ends. {@link
 * QCommand} runs the prompt on the main thread.
 */
final class QPrompt {
    private static final String PROMPT = "q)";
    private static final int HISTORY_LINES_MAX = 1000;

    private final Terminal terminal;
    private final QSession session;
    private final QShell shell;
    private final QNames names;
    private final LineReader reader;
    private final PrintWriter err;
    private final AtomicInteger interrupts = new AtomicInteger();

    /** @param historyFile the file of the history, or null to keep the history in memory only */
    QPrompt(Terminal terminal, QSession session, QShell shell, PrintWriter err, @Nullable Path historyFile) {
        this.terminal = terminal;
        this.session = session;
        this.shell = shell;
        this.err = err;
        this.names = new QNames(session);
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .appName("tickbus")
                .terminal(terminal)
                .parser(new QWords())
                .completer(names)
                .history(new QHistory())
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true) // In q, ! is not a history reference.
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .option(LineReader.Option.HISTORY_REDUCE_BLANKS, false)
                .option(LineReader.Option.COMPLETE_MATCHER_TYPO, false)
                .option(LineReader.Option.INSERT_TAB, false)
                .variable(LineReader.HISTORY_SIZE, HISTORY_LINES_MAX)
                .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES_MAX);
        if (historyFile != null) {
            builder.variable(LineReader.HISTORY_FILE, historyFile);
        }
        this.reader = builder.build();
    }

    void run() throws InterruptedException {
        terminal.handle(Terminal.Signal.INT, signal -> interrupt());
        while (!shell.isEnded()) {
            try {
                for (String line : reader.readLine(PROMPT).lines().toList()) { // Pasted text can contain several lines.
                    run(line);
                }
            } catch (UserInterruptException givenUp) {
                // Ctrl-C discards the line that the user is typing.
            } catch (EndOfFileException end) {
                return;
            }
        }
    }

    private void run(String line) throws InterruptedException {
        interrupts.set(0);
        names.forget();
        try {
            shell.run(line);
        } catch (CommandFailure unreachable) {
            err.println("tickbus: " + unreachable.getMessage());
        }
    }

    /** Handles Ctrl-C while q evaluates a query. The line reader handles Ctrl-C while the user types. */
    private void interrupt() {
        if (interrupts.getAndIncrement() == 0) {
            err.println("tickbus: q has not answered yet; Ctrl-C once more closes the connection");
        } else {
            session.cut();
        }
    }
}
