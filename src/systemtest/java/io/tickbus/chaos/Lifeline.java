package io.tickbus.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Ends a process when its standard input ends. The process that started it has then ended, even if it was killed. */
final class Lifeline {
    private Lifeline() {}

    /** Passes each line of standard input to a handler. Ends this process after the last line. */
    static void follow(Consumer<String> lines) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            in.lines().forEach(lines);
        } catch (IOException gone) {
            // as at the end
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }
}
