package io.tickbus.cli.q;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.QFunction;
import io.tickbus.q.Value;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs lines from a prompt, from standard input or from the command line. The shell itself executes a few commands that
 * begin with a backslash. It sends every other line to q and prints the answer. One thread runs all lines.
 */
final class QShell {
    /** The lines of the help that {@code \?} prints. */
    static final List<String> HELP = List.of(
            "\\t query       prints the time until the answer, in ms, network included",
            "\\c             prints the size that answers are cut to; \\c 25 80 sets it",
            "\\q             ends, as do \\\\ and Ctrl-D",
            "\\?             prints this text, as does help",
            "Tab            completes names of tables and columns",
            "Ctrl-C         discards the line; while q is busy, twice: closes the connection",
            "Everything else, also other commands that begin with \\, goes to q unchanged.");

    /**
     * Matches {@code \t} with a query. The shell measures the time of this query. With a number, {@code \t} sets q's
     * timer, and the shell sends the line to q.
     */
    private static final Pattern TIMING = Pattern.compile("\\\\t\\s+(?!\\d+$)(.+)");

    private static final Pattern CONSOLE = Pattern.compile("\\\\c(?:\\s+(\\d{1,9})\\s+(\\d{1,9}))?");

    private final QSession session;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Supplier<ConsoleSize> console;
    private @Nullable ConsoleSize chosen;
    private boolean ended;

    /** @param console returns the size to which answers are cut, until the user sets another size with {@code \c} */
    QShell(QSession session, PrintWriter out, PrintWriter err, Supplier<ConsoleSize> console) {
        this.session = session;
        this.out = out;
        this.err = err;
        this.console = console;
    }

    boolean isEnded() {
        return ended;
    }

    /**
     * Runs one line and prints its answer or its error.
     *
     * @return the exit code: {@link ExitCode#Q_ERROR} if q signalled an error, {@link ExitCode#FAILED} if no answer
     *     arrived
     * @throws CommandFailure if q cannot be reached
     */
    int run(String text) throws CommandFailure, InterruptedException {
        String line = text.strip();
        switch (line) {
            case "" -> {
                return ExitCode.OK;
            }
            case "\\q", "\\\\" -> {
                ended = true; // q would end if it received this command.
                return ExitCode.OK;
            }
            case "\\?", "help" -> {
                HELP.forEach(out::println);
                return ExitCode.OK;
            }
            default -> {
                Matcher size = CONSOLE.matcher(line);
                if (size.matches()) {
                    console(size);
                    return ExitCode.OK;
                }
                Matcher timing = TIMING.matcher(line);
                return timing.matches() ? evaluate(timing.group(1), true) : evaluate(text, false);
            }
        }
    }

    private void console(Matcher size) {
        if (size.group(1) == null) {
            ConsoleSize now = console();
            out.println(now.rows() + " " + now.columns() + "i");
        } else {
            chosen = new ConsoleSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
        }
    }

    private ConsoleSize console() {
        return chosen == null ? console.get() : chosen;
    }

    private int evaluate(String query, boolean timed) throws CommandFailure, InterruptedException {
        session.ensureOpen(err);
        int exitCode = ExitCode.OK;
        try {
            long start = System.nanoTime();
            Value answer = session.request(query);
            long nanos = System.nanoTime() - start;
            if (answer instanceof ErrorValue error) {
                err.println(ConsoleText.line(error, Integer.MAX_VALUE)); // An error message is never cut.
                exitCode = ExitCode.Q_ERROR;
            } else if (timed) {
                out.println(TimeUnit.NANOSECONDS.toMillis(nanos));
            } else if (!answer.equals(QFunction.GENERIC_NULL)) {
                ConsoleSize size = console();
                out.println(ConsoleText.of(answer, size.rows(), size.columns()));
            }
        } catch (CommandFailure noAnswer) {
            err.println("tickbus: " + noAnswer.getMessage());
            exitCode = noAnswer.exitCode();
        }
        printPushed();
        return exitCode;
    }

    /** Prints the number of values that q pushed during the query, and the last value. */
    private void printPushed() {
        QHandle.Pushed pushed = session.pollPushed();
        if (pushed != null) {
            err.println("tickbus: q pushed " + (pushed.messages() == 1 ? "a message" : pushed.messages() + " messages")
                    + " meanwhile; the last: "
                    + ConsoleText.line(pushed.last(), console().columns()));
        }
    }
}
