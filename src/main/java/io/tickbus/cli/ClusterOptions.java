package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cluster.JoinException;
import io.tickbus.cluster.OwnAddress;
import io.tickbus.config.ClusterConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the commands that join a cluster. They override the section {@code cluster} of the configuration. */
final class ClusterOptions {
    private static final String MEMBERS = "TICKBUS_MEMBERS";
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Option(
            names = "--members",
            paramLabel = "HOST[:PORT],...",
            description =
                    "Where to look for other nodes; default: TICKBUS_MEMBERS, else the configuration's cluster.members, "
                            + "and that is 127.0.0.1 unless set.")
    private @Nullable String members;

    @Option(
            names = "--cluster-host",
            paramLabel = "HOST",
            description =
                    "The address of this host that the other nodes reach; default: the configuration's cluster.host, "
                            + "and that is 127.0.0.1 unless set.")
    private @Nullable String host;

    /** Returns the name of a cluster option on the command line, or null if there is none. */
    @Nullable
    String given() {
        return members != null ? "--members" : host != null ? "--cluster-host" : null;
    }

    /** Returns whether the environment variable TICKBUS_MEMBERS lists members. */
    static boolean areMembersInEnvironment() {
        return !membersInEnvironment().isBlank();
    }

    private static String membersInEnvironment() {
        return System.getenv().getOrDefault(MEMBERS, "");
    }

    /**
     * Returns the configuration with overridden values. The environment overrides the configuration, and the command
     * line overrides both.
     */
    ClusterConfig overriding(ClusterConfig config) throws CommandFailure {
        ClusterConfig own = config.withHost(
                host == null ? ownAddress("cluster.host", config.host()) : ownAddress("--cluster-host", host));
        String variable = membersInEnvironment();
        if (members != null) {
            own = own.withMembers(list("--members", members));
        } else if (!variable.isBlank()) {
            own = own.withMembers(list(MEMBERS, variable));
        }
        Path file = ConfOption.home(Path.of("conf", "cluster.xml"));
        return own.file() == null && file != null && Files.exists(file) ? own.withFile(file) : own;
    }

    private List<String> list(String where, String text) throws ParameterException {
        List<String> list = COMMA.splitAsStream(text.strip()).toList();
        for (String member : list) {
            if (!ClusterConfig.isMember(member)) {
                throw UsageError.in(spec, where + ": expected a host or host:port, found \"" + member + "\"");
            }
        }
        return list;
    }

    private static String ownAddress(String where, String host) throws CommandFailure {
        try {
            return OwnAddress.of(where, host);
        } catch (JoinException wrong) {
            throw new CommandFailure(ExitCode.START_FAILED, String.valueOf(wrong.getMessage()));
        }
    }
}
