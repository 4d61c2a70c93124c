package io.tickbus.cli.q;

import io.tickbus.q.ConsoleText;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/** The largest size of a printed answer, in lines and in characters per line. */
record ConsoleSize(int rows, int columns) {
    /** The default size of a q console. */
    static final ConsoleSize DEFAULT = new ConsoleSize(ConsoleText.ROWS, ConsoleText.COLUMNS);

    /** Limits both values to the range that q accepts. */
    ConsoleSize {
        rows = Math.max(ConsoleText.SIZE_MIN, Math.min(rows, ConsoleText.SIZE_MAX));
        columns = Math.max(ConsoleText.SIZE_MIN, Math.min(columns, ConsoleText.SIZE_MAX));
    }

    /** Returns the current size of a terminal's window. If the terminal does not report a size, returns the default. */
    static ConsoleSize of(Terminal terminal) {
        Size size = terminal.getSize();
        return size.getRows() == 0 || size.getColumns() == 0
                ? DEFAULT
                : new ConsoleSize(size.getRows(), size.getColumns());
    }
}
