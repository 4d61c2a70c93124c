package io.tickbus.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * The last line of a terminal, written over again and again. What others print meanwhile has to go through {@link #around}:
 * it then comes to stand above the line instead of in it.
 */
public final class LineInPlace {
    private static final String CLEAR = "\r\u001B[K";
    /** Cut at the edge by the terminal itself, which alone knows its width after a change of the window's size. */
    private static final String NO_WRAP = "\u001B[?7l";

    private static final String WRAP = "\u001B[?7h";

    private final PrintWriter out;
    private String line = "";
    private boolean ended;

    public LineInPlace(PrintWriter out) {
        this.out = out;
    }

    public synchronized void show(String text) {
        if (!ended) {
            line = text;
            draw();
        }
    }

    /** The blank is what a terminal leaves in the last column of a line that was cut, instead of its last character. */
    private void draw() {
        out.print(CLEAR + NO_WRAP + line + " " + WRAP);
        out.flush();
    }

    /** Leaves the line as it is; what comes next starts on a new one. */
    public synchronized void close() {
        if (!ended && !line.isEmpty()) {
            out.println();
        }
        ended = true;
    }

    /** The same stream, kept out of the line: for the log, which shares the terminal. */
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
