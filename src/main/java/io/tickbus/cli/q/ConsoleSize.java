package io.tickbus.cli.q;

import io.tickbus.q.ConsoleText;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/** The size that printed answers are cut to, in lines and characters. */
record ConsoleSize(int rows, int columns) {
    /** The default of a q console. */
    static final ConsoleSize DEFAULT = new ConsoleSize(ConsoleText.ROWS, ConsoleText.COLUMNS);

    /** Limits both values to the range that q accepts. */
    ConsoleSize {
        rows = Math.max(ConsoleText.SIZE_MIN, Math.min(rows, ConsoleText.SIZE_MAX));
        columns = Math.max(ConsoleText.SIZE_MIN, Math.min(columns, ConsoleText.SIZE_MAX));
    }

    /** Returns the present size of a terminal's window, or the default if the terminal does not report it. */
    static ConsoleSize of(Terminal terminal) {
        Size size = terminal.getSize();
        return size.getRows() == 0 || size.getColumns() == 0
                ? DEFAULT
                : new ConsoleSize(size.getRows(), size.getColumns());
    }
}
