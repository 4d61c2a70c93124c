package io.tickbus.cli.console;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The terminal that a person sits at. */
public final class SystemTerminal {
    /** Set by scripts/tickbus when standard output is a terminal. */
    private static final String TERMINAL = "tickbus.terminal";

    private SystemTerminal() {}

    /** The terminal; null when standard input or output is something else, such as a pipe. */
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

    /** Whether standard output is one. */
    public static boolean isStandardOutput() {
        return Boolean.getBoolean(TERMINAL);
    }
}
