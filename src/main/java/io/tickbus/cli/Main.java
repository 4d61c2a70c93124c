package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.cli.log.LogCommand;
import io.tickbus.cli.q.QCommand;
import io.tickbus.cli.top.TopCommand;
import io.tickbus.config.ConfigException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The entry point of the program, which {@code scripts/tickbus} starts. It reads the logging options, runs one command
 * and turns failures into exit codes.
 */
@Command(
        name = "tickbus",
        description = {
            "Reads what kdb+/q tickerplants publish and puts it on the Vert.x event bus: every row once and in order, into "
                    + "local tables. An embedded tickerplant replaces q for trials.",
            "",
            "Try: tickbus demo, then: tickbus run",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed: not enough rows, q gone, access denied, output not written",
            "2:a wrong argument, or a wrong or missing configuration",
            "3:out of memory, or the system gives no more threads",
            "4:q answered a query with an error",
            "11:Vert.x or its cluster did not start, or there is no cluster",
            "15:a verticle did not start, such as for a port in use",
            "130:ended by Ctrl-C",
            "143:ended by SIGTERM"
        },
        footer = {
            "",
            "Environment:",
            "  TICKBUS_LOG_LEVEL   the log level, like --log-level of run:",
            "                      TRACE, DEBUG, INFO, WARN, ERROR or OFF; default:",
            "                      INFO, ERROR for demo, and OFF for send, tail, query,",
            "                      q, status and top",
            "  TICKBUS_LOG_FORMAT  text, the default, or json",
            "  TICKBUS_MEMBERS     where to look for nodes of a cluster: HOST[:PORT],...",
            "  TICKBUS_JAVA_OPTS   more flags for the JVM, such as -Xmx4g (scripts/tickbus)",
            "  JAVA_HOME           the Java to use (scripts/tickbus)"
        })
public final class Main implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            RunCommand.class,
            TickerplantCommand.class,
            SendCommand.class,
            TailCommand.class,
            QueryCommand.class,
            QCommand.class,
            StatusCommand.class,
            TopCommand.class,
            CheckCommand.class,
            DecodeCommand.class,
            LogCommand.class,
            PasswordCommand.class,
            TokenCommand.class,
            VersionCommand.class);

    private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");
    private static final Pattern LINE_ENDS = Pattern.compile("\\s*\\R\\s*");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String... args) {
        Charset charset = Charset.defaultCharset();
        PrintWriter err = new PrintWriter(System.err, true, charset);
        try {
            LogOptions.apply(LogOptions.settings(), args);
        } catch (CommandFailure wrong) {
            err.println("tickbus: " + wrong.getMessage());
            System.exit(wrong.exitCode());
        }
        Thread.setDefaultUncaughtExceptionHandler(Main::uncaught);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.exit(run(new StandardOutput(out, STANDARD_OUTPUT, err), charset, err, args));
    }

    /**
     * Prints an uncaught exception in the format of the JVM. If the system refused to start a thread, this method ends
     * the JVM. Without that thread, a part of the program would not run.
     */
    private static void uncaught(Thread thread, Throwable failure) {
        if (failure instanceof OutOfMemoryError none) {
            ThreadSupply.exit(none);
        }
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        failure.printStackTrace(System.err);
    }

    /**
     * Runs a command and returns its exit code. The exit code is 1 if the command succeeded but its output is
     * incomplete.
     */
    static int run(StandardOutput standard, Charset charset, PrintWriter err, String... args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(standard, charset), true);
        int exitCode = run(out, err, args);
        out.flush();
        return standard.exitCode(exitCode);
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Main());
        commands(args).forEach(line::addSubcommand);
        return line.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new UsageError())
                .setExecutionExceptionHandler((error, command, parsed) -> exitCode(error, command))
                .execute(QCommand.arguments(args));
    }

    /**
     * Returns the classes of the commands to register with picocli. Normally, this is only the requested command,
     * because registering all commands takes a tenth of a second. If the arguments name no command, returns all
     * commands for the help.
     */
    private static Stream<Class<?>> commands(String... args) {
        String first = args.length == 0 ? "" : args[0];
        List<Class<?>> requested = COMMANDS.stream()
                .filter(command ->
                        first.equals(command.getAnnotation(Command.class).name()))
                .toList();
        return requested.isEmpty()
                ? Stream.concat(COMMANDS.stream(), Stream.of(CommandLine.HelpCommand.class))
                : requested.stream();
    }

    private static int exitCode(Exception error, CommandLine command) throws Exception {
        if (Node.isJvmEnding()) {
            Node.awaitSignal();
        }
        if (error instanceof CommandFailure failed) {
            String line = LINE_ENDS.matcher(String.valueOf(failed.getMessage())).replaceAll(" ");
            command.getErr().println("tickbus: " + line);
            return failed.exitCode();
        }
        if (error instanceof ConfigException problems) {
            command.getErr().println(problems.getMessage());
            return ExitCode.USAGE;
        }
        throw error;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
