package io.tickbus.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * A line at the bottom of a terminal. New text replaces the text of the line. {@code run} shows its status in this
 * line. Other output to the terminal must use the stream that {@link #around} returns. That output appears above the
 * line. Thread-safe.
 */
public final class LineInPlace {
    private static final String CLEAR = "\r\u001B[K";
    /**
     * The escape sequence that makes the terminal cut a long line at the right edge. The program cannot cut the line,
     * because the user can resize the terminal.
     */
    private static final String NO_WRAP = "\u001B[?7l";

    private static final String WRAP = "\u001B[?7h";

    private final PrintWriter out;
    private String line = "";
    private boolean ended;

    /** @param out writes to the terminal */
    public LineInPlace(PrintWriter out) {
        this.out = out;
    }

    /** Replaces the text of the line. A call after {@link #close} has no effect. */
    public synchronized void show(String text) {
        if (!ended) {
            line = text;
            draw();
        }
    }

    /**
     * Draws the text and then a blank. If the terminal cuts the text, the terminal's last column shows the last
     * character drawn. The blank keeps this column empty.
     */
    private void draw() {
        out.print(CLEAR + NO_WRAP + line + " " + WRAP);
        out.flush();
    }

    /** Ends the updates. The line remains visible, and further output starts below it. */
    public synchronized void close() {
        if (!ended && !line.isEmpty()) {
            out.println();
        }
        ended = true;
    }

    /**
     * Wraps a stream that writes to the same terminal, such as the log's stream. The output of the wrapped stream
     * appears above the line.
     */
    public PrintStream around(PrintStream other) {
        OutputStream guarded = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                synchronized (LineInPlace.this) {
                    boolean shown = !ended && !line.isEmpty();
                    if (shown) {
                        out.print(CLEAR);
                        out.flush();
                    }
                    other.write(bytes, offset, length);
                    other.flush();
                    if (shown && length > 0 && bytes[offset + length - 1] == '\n') {
                        draw();
                    }
                }
            }
        };
        return new PrintStream(guarded, true, Charset.defaultCharset());
    }
}
