package io.tickbus.cli.console;

import io.tickbus.config.NearestWord;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The handler of wrong arguments in all commands. It prints the error in one line, and then the name of the help
 * option. picocli's own handler would print the whole help, which hides the error.
 */
public final class UsageError implements IParameterExceptionHandler {
    /** Matches picocli's message when the user asks for help about an unknown command. Group 1 is the unknown name. */
    private static final Pattern UNKNOWN_OF_HELP = Pattern.compile("Unknown subcommand '(.*)'\\.");

    @Override
    public int handleParseException(ParameterException error, String[] args) {
        CommandSpec spec = error.getCommandLine().getCommandSpec();
        PrintWriter err = error.getCommandLine().getErr();
        String command = spec.qualifiedName();
        err.println(command + ": " + reason(error, spec));
        if (args.length == 0) {
            err.println();
            error.getCommandLine().usage(err, Help.Ansi.OFF);
        } else {
            err.println("Try: " + command + " --help");
        }
        return ExitCode.USAGE;
    }

    private static String reason(ParameterException error, CommandSpec spec) {
        if (!(error instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            String message = String.valueOf(error.getMessage());
            Matcher unknown = UNKNOWN_OF_HELP.matcher(message);
            if (unknown.matches()) {
                return unknownCommand(unknown.group(1), spec);
            }
            return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
        }
        String first = unmatched.getUnmatched().get(0);
        if (first.startsWith("-")) {
            List<String> near = unmatched.getSuggestions();
            return "unknown option " + first + (near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?");
        }
        if (!spec.subcommands().isEmpty()) {
            return unknownCommand(first, spec);
        }
        return "unexpected argument " + first + expected(first, spec);
    }

    private static String unknownCommand(String word, CommandSpec spec) {
        Set<String> commands = spec.subcommands().keySet();
        String nearest = NearestWord.to(word, commands);
        return "unknown command " + word + "; "
                + (nearest == null ? "there are " + String.join(", ", commands) : "did you mean " + nearest + "?");
    }

    private static String expected(String word, CommandSpec spec) {
        return spec.positionalParameters().stream()
                .map(parameter -> "; " + expected(word, parameter))
                .filter(expected -> expected.length() > 2)
                .collect(Collectors.joining());
    }

    /** Returns advice about the words that a parameter accepts. The text is empty if the parameter accepts any word. */
    private static String expected(String word, PositionalParamSpec parameter) {
        Iterable<String> candidates = parameter.completionCandidates();
        if (candidates == null) {
            return "";
        }
        List<String> words =
                StreamSupport.stream(candidates.spliterator(), false).toList();
        String nearest = NearestWord.to(word, words);
        return nearest == null
                ? parameter.paramLabel() + " is one of " + String.join(", ", words)
                : "did you mean " + nearest + "?";
    }

    /** Returns the exception for an argument that the command itself rejects. */
    public static ParameterException in(CommandSpec spec, String message) {
        CommandLine command = spec.commandLine();
        return new ParameterException(command, message);
    }
}
