package io.tickbus.cli.top;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.top.TopScreen.View;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Curses;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/**
 * Shows the overview on the full screen of a terminal until the user presses q or Ctrl-C. {@link TopCommand} uses this
 * class. Answers arrive asynchronously, so a node that hangs does not block the screen. One thread reads the keys and
 * draws the screen.
 */
final class TopTerminal {
    private static final String KEYS = "l by lag  r by rows/s  n by name  q ends";
    private static final int KEY_WAIT_MS = 100;
    private static final Size SIZE_DEFAULT = new Size(80, 24);
    /**
     * Tolerance for late answers, in ns. An overview is out of date when it is older than the polling interval plus
     * this time.
     */
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Terminal terminal;
    private final TopSource source;
    private final long everyNanos;
    private final PrintWriter out;
    private final Display display;
    private final AtomicBoolean resized = new AtomicBoolean(true);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final AtomicBoolean left = new AtomicBoolean();
    private TopOrder order = TopOrder.LAG;
    private Size size = SIZE_DEFAULT;

    /** @param out writes to the terminal, even after a shutdown hook has closed {@code terminal} */
    TopTerminal(Terminal terminal, TopSource source, int everyMs, PrintWriter out) {
        this.terminal = terminal;
        this.source = source;
        this.everyNanos = TimeUnit.MILLISECONDS.toNanos(everyMs);
        this.out = out;
        this.display = new Display(terminal, true);
    }

    /** The last overview, and the failure of the last request. The failure is null if the last request succeeded. */
    private static final class Reading {
        private TopOverview overview;
        private long answeredNanos = System.nanoTime();
        private long requestedNanos = answeredNanos;
        private @Nullable CommandFailure failed;

        Reading(TopOverview first) {
            overview = first;
        }

        void apply(CompletableFuture<TopOverview> answer) {
            try {
                overview = answer.join();
                answeredNanos = System.nanoTime();
                failed = null;
            } catch (CompletionException error) {
                failed = TopSource.reason(error);
            }
        }

        String trouble(long everyNanos) {
            boolean late = System.nanoTime() - answeredNanos > everyNanos + LATE_NANOS;
            return failed != null || late ? TopTerminal.trouble(answeredNanos, failed) : "";
        }
    }

    /** Runs until the user ends the program. Returns the exit code. */
    int run(TopOverview first) throws IOException {
        Attributes before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setControlChar(Attributes.ControlChar.VSUSP, 0); // Disables Ctrl-Z, which would leave a raw terminal.
        terminal.setAttributes(raw);
        terminal.handle(Terminal.Signal.WINCH, signal -> resized.set(true));
        terminal.handle(Terminal.Signal.INT, signal -> interrupted.set(true));
        Thread atEnd = new Thread(this::leave, "terminal as it was");
        Runtime.getRuntime().addShutdownHook(atEnd);
        try {
            terminal.puts(Capability.enter_ca_mode);
            terminal.puts(Capability.cursor_invisible);
            terminal.flush();
            watch(new Reading(first));
        } finally {
            leave();
            terminal.setAttributes(before);
            forget(atEnd);
        }
        return interrupted.get() ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    private static void forget(Thread atEnd) {
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException ending) {
            // The JVM is ending and runs the hook itself.
        }
    }

    private void watch(Reading reading) throws IOException {
        NonBlockingReader keys = terminal.reader();
        CompletableFuture<TopOverview> pending = null;
        while (!interrupted.get() && !left.get()) {
            if (pending != null && pending.isDone()) {
                reading.apply(pending);
                pending = null;
            }
            if (pending == null && System.nanoTime() - reading.requestedNanos >= everyNanos) {
                reading.requestedNanos = System.nanoTime();
                pending = source.request();
            }
            draw(reading);
            switch (keys.read(KEY_WAIT_MS)) {
                case 'l', 'L' -> order = TopOrder.LAG;
                case 'r', 'R' -> order = TopOrder.RATE;
                case 'n', 'N' -> order = TopOrder.NAME;
                case 'q', 'Q', NonBlockingReader.EOF -> {
                    return;
                }
                default -> {
                    // The user pressed no key, or a key without a function.
                }
            }
        }
    }

    /** Draws the screen. The display sends only changed characters to the terminal. */
    private void draw(Reading reading) {
        if (resized.getAndSet(false)) {
            size = size(terminal);
            display.resize(size.getRows(), size.getColumns());
            display.clear();
        }
        int rows = size.getRows() - 1; // The last line shows the keys.
        View view = new View(
                reading.overview, source.address().toString(), TopCommand.clock(), order, reading.trouble(everyNanos));
        List<AttributedString> lines = new ArrayList<>(new TopScreen(size.getColumns(), rows).lines(view));
        while (lines.size() < rows) {
            lines.add(AttributedString.EMPTY);
        }
        lines.add(TopGrid.cut(new AttributedString(KEYS, AttributedStyle.DEFAULT.faint()), size.getColumns()));
        display.update(lines, -1);
    }

    /** Returns the size of a terminal, or 80 by 24 if the terminal does not report its size. */
    static Size size(Terminal terminal) {
        Size reported = terminal.getSize();
        return reported.getRows() == 0 || reported.getColumns() == 0 ? SIZE_DEFAULT : reported;
    }

    /** Returns a text such as {@code no answer for 12 s: ...}. */
    static String trouble(long answeredNanos, @Nullable CommandFailure failed) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - answeredNanos);
        return "no answer for " + seconds + " s" + (failed == null ? "" : ": " + failed.getMessage());
    }

    /** Shows the cursor and the previous screen again. Only the first call has an effect. */
    private void leave() {
        if (!left.getAndSet(true)) {
            StringWriter text = new StringWriter();
            for (Capability each : List.of(Capability.cursor_normal, Capability.exit_ca_mode)) {
                String sequence = terminal.getStringCapability(each);
                if (sequence != null) {
                    Curses.tputs(text, sequence);
                }
            }
            out.print(text);
            out.flush();
        }
    }
}
