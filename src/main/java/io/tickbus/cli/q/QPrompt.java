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

/** A person's prompt: lines with history and completion, until the end of the input. */
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

    /**
     * @param historyFile null to forget all at the end
     */
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
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true) // ! is one of q's verbs
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

    /** Runs what is typed. */
    void run() throws InterruptedException {
        terminal.handle(Terminal.Signal.INT, signal -> interrupt());
        while (!shell.isEnded()) {
            try {
                for (String line : reader.readLine(PROMPT).lines().toList()) { // several may be pasted at once
                    run(line);
                }
            } catch (UserInterruptException givenUp) {
                // the next one
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

    /** Comes while q is busy: the reader takes those while a line is typed. */
    private void interrupt() {
        if (interrupts.getAndIncrement() == 0) {
            err.println("tickbus: q has not answered yet; Ctrl-C once more closes the connection");
        } else {
            session.cut();
        }
    }
}
