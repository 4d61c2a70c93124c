package io.tickbus.cli.console;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code tickbus version}. All commands also use it for the option {@code --version}. */
@Command(
        name = "version",
        description = "Prints the versions of Tickbus and of the Java that runs it.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class)
public final class VersionCommand implements Callable<Integer>, IVersionProvider {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Override
    public Integer call() {
        for (String line : getVersion()) {
            spec.commandLine().getOut().println(line);
        }
        return ExitCode.OK;
    }

    @Override
    public String[] getVersion() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return new String[] {
            "tickbus " + Objects.requireNonNullElse(version, "(not from a jar)"),
            "java " + Runtime.version() + " " + System.getProperty("java.vm.name")
        };
    }
}
