package io.tickbus.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;

/** The output and the exit code of one command. */
public record CommandLineRun(int exitCode, String out, String err) {
    /** Runs a command that prints to these; gives its exit code. */
    public static int to(PrintWriter out, PrintWriter err, String... args) {
        return Main.run(out, err, args);
    }

    public static CommandLineRun of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = to(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new CommandLineRun(exitCode, out.toString(), err.toString());
    }

    /** For arguments that have no blanks in them. */
    public static CommandLineRun ofWords(String words) {
        return of(Pattern.compile(" ").splitAsStream(words).toArray(String[]::new));
    }

    public List<String> outLines() {
        return out.lines().toList();
    }

    public List<String> errLines() {
        return err.lines().toList();
    }
}
