package io.tickbus.cli.log;

import io.tickbus.cli.console.VersionCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code tickbus log}. Its subcommands print, check and shorten a tickerplant's log. */
@Command(
        name = "log",
        description = {
            "Inspects and checks a tickerplant's log, and cuts off its damaged end.",
            "",
            "kdb+tick and the embedded tickerplant write such logs: messages (`upd; table; rows) without any index or checksum."
                    + " A log can be read while it is written.",
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
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
