package io.tickbus.cli.q;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.LoginOptions;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.config.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of the commands that send requests to a node's gateway. */
public final class GatewayOptions {
    /** The address of the gateway that conf/pipeline.yaml configures. */
    static final String DEFAULT = "127.0.0.1:5012";

    private static final int CONNECT_TIMEOUT_MS = 10_000;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Option(
            names = "--gateway",
            paramLabel = "HOST:PORT",
            converter = ServerAddress.Converter.class,
            description = "Where a node's gateway is, the section gateway of its configuration; :PORT is on this host. "
                    + "Default: " + DEFAULT + ".")
    private @Nullable ServerAddress address;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LoginOptions login;

    @Option(names = "--tls", description = LoginOptions.TLS)
    private boolean tls;

    private @Nullable Secret password;
    private boolean isPasswordKnown;

    /** Returns the name of a gateway option on the command line, or null if there is none. */
    public @Nullable String given() {
        return address != null ? "--gateway" : login.isGiven() ? "--user" : tls ? "--tls" : null;
    }

    /** Returns the address that the user gave, or else the address in conf/pipeline.yaml. */
    public ServerAddress address() {
        return address == null ? new ServerAddress.Converter().convert(DEFAULT) : address;
    }

    /**
     * Opens a connection. The caller must then start the reading thread of the connection. With the option {@code
     * --password}, the first call asks the user for the password.
     *
     * @throws CommandFailure if no gateway answers or the gateway refuses the login; the message says how to start a
     *     gateway
     */
    public QHandle connect() throws CommandFailure {
        if (!isPasswordKnown) {
            password = login.password(spec);
            isPasswordKnown = true;
        }
        ServerAddress gateway = address();
        try {
            return new QHandle(gateway, login.user(), password, tls, CONNECT_TIMEOUT_MS);
        } catch (CommandFailure none) {
            CommandFailure explained = LoginOptions.explained(none);
            if (explained != none) {
                throw explained;
            }
            throw gateway.unanswered("gateway", String.valueOf(none.getMessage()), "--cluster asks a cluster");
        }
    }
}
