package io.tickbus.cli;

import io.tickbus.q.ConsoleText;
import java.io.IOException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The terminal that a person sits at. */
final class QTerminal {
    private QTerminal() {}

    /** The terminal; null when standard input or output is something else, such as a pipe. */
    static @Nullable Terminal open() {
        try {
            return TerminalBuilder.builder()
                    .name("tickbus")
                    .system(true)
                    .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                    .dumb(false)
                    .build();
        } catch (IOException | IllegalStateException none) {
            return null;
        }
    }

    /** How much of an answer is printed. */
    record Console(int rows, int columns) {
        /** What q has when nobody told it anything else. */
        static final Console DEFAULT = new Console(ConsoleText.ROWS, ConsoleText.COLUMNS);

        /** Within what q takes. */
        Console {
            rows = Math.max(ConsoleText.SIZE_MIN, Math.min(rows, ConsoleText.SIZE_MAX));
            columns = Math.max(ConsoleText.SIZE_MIN, Math.min(columns, ConsoleText.SIZE_MAX));
        }

        /** That of a terminal, which changes with its window; the default for one that does not tell. */
        static Console of(Terminal terminal) {
            Size size = terminal.getSize();
            return size.getRows() == 0 || size.getColumns() == 0
                    ? DEFAULT
                    : new Console(size.getRows(), size.getColumns());
        }
    }
}
