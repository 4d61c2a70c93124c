package io.tickbus.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where a q listens, or a node of Tickbus. */
record QAddress(String host, int port) {
    private static final int PORT_MAX = 65_535;

    /** Reads {@code HOST:PORT}, or q's own {@code :HOST:PORT} and {@code :PORT}. */
    static final class Converter implements ITypeConverter<QAddress> {
        @Override
        public QAddress convert(String text) {
            String bare = text.startsWith(":") ? text.substring(1) : text;
            int colon = bare.lastIndexOf(':');
            String host = colon > 0 ? bare.substring(0, colon) : "127.0.0.1";
            try {
                int port = Integer.parseInt(bare.substring(colon + 1));
                boolean oneColon = host.indexOf(':') < 0 || host.startsWith("["); // as an IPv6 address does
                boolean hasColon = colon > 0 || text.startsWith(":");
                if (port > 0 && port <= PORT_MAX && oneColon && hasColon) {
                    return new QAddress(host, port);
                }
            } catch (NumberFormatException noPort) {
                // told below
            }
            throw new TypeConversionException("'" + text + "' is not HOST:PORT, with a port from 1 to " + PORT_MAX);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
