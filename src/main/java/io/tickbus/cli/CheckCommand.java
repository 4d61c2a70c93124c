package io.tickbus.cli;

import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.PipelineConfig;
import io.tickbus.config.Problem;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command {@code tickbus check}. It reads a configuration and prints the errors, or the parts if there are no
 * errors.
 */
@Command(
        name = "check",
        description = {
            "Reads a configuration and prints what it describes, or all of its errors, each with its line.",
            "Connects to nothing and starts nothing. Files and variables with passwords that the configuration names must exist."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class)
final class CheckCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfOption conf;

    @Override
    public Integer call() {
        PipelineConfig config = conf.read();
        List<Problem> missing = new ReferenceCheck(config).problems();
        if (!missing.isEmpty()) {
            throw PipelineConfig.located(conf.path(), missing);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (config.tickerplant() != null) {
            out.printf(
                    "tickerplant  embedded, %s:%d%n",
                    config.tickerplant().listener().host(),
                    config.tickerplant().listener().port());
        }
        for (SubscriberConfig subscriber : config.subscribers()) {
            out.printf(
                    "subscriber   %s: %s from %s:%d%n",
                    subscriber.name(),
                    described(subscriber.subscription()),
                    subscriber.connection().host(),
                    subscriber.connection().port());
        }
        config.store()
                .tables()
                .forEach((name, table) -> out.printf(
                        "table        %s: %s%n",
                        name, table.keys().isEmpty() ? "appended to" : "keyed by " + String.join(", ", table.keys())));
        MemoryCheck memory =
                new MemoryCheck(config.store(), Runtime.getRuntime().maxMemory());
        memory.lines().forEach(line -> out.println("memory       " + line));
        if (config.gateway() != null) {
            out.println("gateway      " + described(config.gateway()));
        }
        if (config.web() != null) {
            out.printf(
                    "web          %s:%d%n",
                    config.web().listener().host(), config.web().listener().port());
        }
        Stream.concat(memory.warnings().stream(), new TakeoverCheck(config).warnings().stream())
                .forEach(warning -> spec.commandLine().getErr().println("warning: " + conf.path() + ": " + warning));
        out.println(conf.path() + " is good");
        return ExitCode.OK;
    }

    private static String described(GatewayConfig gateway) {
        return gateway.listener().host() + ":" + gateway.listener().port()
                + (gateway.listener().users() == null
                        ? ", for all clients"
                        : ", for the users in " + gateway.listener().users())
                + (gateway.listener().tls() == null ? "" : ", over TLS")
                + (gateway.logDir() == null ? "" : ", logs to " + gateway.logDir());
    }

    private static String described(SubscriptionConfig subscription) {
        if (subscription instanceof SubscriptionConfig.Expression expression) {
            return "what " + expression.text() + " sends, into " + expression.table();
        }
        SubscriptionConfig.Tables tables = (SubscriptionConfig.Tables) subscription;
        return (tables.names().isEmpty() ? "all tables" : String.join(", ", tables.names()))
                + (tables.syms().isEmpty() ? "" : " for " + String.join(", ", tables.syms()));
    }
}
