package io.tickbus.cli.log;

import io.tickbus.cli.console.VersionCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What one does in q with {@code -11!} and {@code head -c}, on a tickerplant's log. */
@Command(
        name = "log",
        description = {
            "Looks into a tickerplant's log, checks it, and cuts off what is damaged.",
            "",
            "A log is what kdb+tick and the embedded tickerplant write: messages (`upd; table; rows), and nothing to tell where"
                    + " one ends but reading it. It may be read while it is written.",
            ""
        },
        subcommands = {LogContentsCommand.class, LogCatCommand.class, LogCheckCommand.class, LogTruncateCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        footer = {
            "",
            "Examples:",
            "  tickbus log info sym2026.08.21",
            "  tickbus log cat sym2026.08.21 --table trade --syms AAPL,MSFT | head",
            "  tickbus log check sym2026.08.21 || tickbus log truncate sym2026.08.21"
        })
public final class LogCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
