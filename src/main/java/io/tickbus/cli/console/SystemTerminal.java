package io.tickbus.cli.console;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Access to the terminal on which the user runs the program. */
public final class SystemTerminal {
    /** The system property that scripts/tickbus sets to true if standard output is a terminal. */
    private static final String TERMINAL = "tickbus.terminal";

    private SystemTerminal() {}

    /** Opens the terminal. Returns null if standard input or output is not a terminal. */
    public static @Nullable Terminal open() {
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

    /** Returns whether standard output is a terminal. */
    public static boolean isStandardOutput() {
        return Boolean.getBoolean(TERMINAL);
    }
}
