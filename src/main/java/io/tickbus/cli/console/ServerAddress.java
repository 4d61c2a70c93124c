package io.tickbus.cli.console;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The address of a q process or of a server of a Tickbus node. */
public record ServerAddress(String host, int port) {
    private static final int PORT_MAX = 65_535;

    /** Reads {@code HOST:PORT}, or q's forms {@code :HOST:PORT} and {@code :PORT}. The default host is 127.0.0.1. */
    public static final class Converter implements ITypeConverter<ServerAddress> {
        @Override
        public ServerAddress convert(String text) {
            String bare = text.startsWith(":") ? text.substring(1) : text;
            int colon = bare.lastIndexOf(':');
            String host = colon > 0 ? bare.substring(0, colon) : "127.0.0.1";
            try {
                int port = Integer.parseInt(bare.substring(colon + 1));
                // An IPv6 address must be in brackets.
                boolean oneColon = host.indexOf(':') < 0 || host.startsWith("[");
                boolean hasColon = colon > 0 || text.startsWith(":");
                if (port > 0 && port <= PORT_MAX && oneColon && hasColon) {
                    return new ServerAddress(host, port);
                }
            } catch (NumberFormatException noPort) {
                // The exception below reports the invalid port.
            }
            throw new TypeConversionException("'" + text + "' is not HOST:PORT, with a port from 1 to " + PORT_MAX);
        }
    }

    /**
     * Returns the failure of a command that got no answer from this address. The message names the option for the
     * address and the configuration section of the server.
     *
     * @param server the name of the server's configuration section and of the option, such as {@code gateway}
     * @param reason why no node answered; the text can begin with the address
     * @param otherwise another action that the message suggests to the user
     */
    public CommandFailure unanswered(String server, String reason, String otherwise) {
        String prefix = this + ": ";
        return new CommandFailure(
                ExitCode.FAILED,
                "no node answers at " + this + " (--" + server + "): "
                        + (reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason)
                        + "; tickbus run starts one with the section " + server + ", " + otherwise);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
