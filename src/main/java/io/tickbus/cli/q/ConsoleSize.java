package io.tickbus.cli.q;

import io.tickbus.q.ConsoleText;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/** How much of an answer is printed. */
record ConsoleSize(int rows, int columns) {
    /** What q has when nobody told it anything else. */
    static final ConsoleSize DEFAULT = new ConsoleSize(ConsoleText.ROWS, ConsoleText.COLUMNS);

    /** Within what q takes. */
    ConsoleSize {
        rows = Math.max(ConsoleText.SIZE_MIN, Math.min(rows, ConsoleText.SIZE_MAX));
        columns = Math.max(ConsoleText.SIZE_MIN, Math.min(columns, ConsoleText.SIZE_MAX));
    }

    /** That of a terminal, which changes with its window; the default for one that does not tell. */
    static ConsoleSize of(Terminal terminal) {
        Size size = terminal.getSize();
        return size.getRows() == 0 || size.getColumns() == 0
                ? DEFAULT
                : new ConsoleSize(size.getRows(), size.getColumns());
    }
}
