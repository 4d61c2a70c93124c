package io.tickbus.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Records what users did, one log line for each action. The lines have a logger of their own, {@value #LOGGER}, so that
 * an operator can send them to a file of their own. A line counts rows and never contains values of rows. Thread-safe.
 */
public final class AuditTrail {
    /** The name of the logger. */
    public static final String LOGGER = "io.tickbus.audit";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private AuditTrail() {}

    /** Records that a client was admitted. */
    public static void connected(Caller caller, Rights rights) {
        line(caller).addKeyValue("rights", rights.text()).log("connected");
    }

    /** Records that a client logged out or disconnected. */
    public static void disconnected(Caller caller) {
        line(caller).log("disconnected");
    }

    /** Records that a client or a request was refused. */
    public static void refused(Caller caller, String reason) {
        line(caller).addKeyValue("reason", PrintableText.of(reason)).log("refused");
    }

    /** Records that a client appended rows to a table. */
    public static void appended(Caller caller, String table, long rows) {
        line(caller).addKeyValue("table", table).addKeyValue("rows", rows).log("appended");
    }

    /** Records that a client received rows, or the answer to a query. */
    public static void asked(Caller caller, String table, long rows) {
        line(caller).addKeyValue("table", table).addKeyValue("rows", rows).log("asked");
    }

    /** Records that a client changed how the program runs, for example a log level. */
    public static void changed(Caller caller, String what, String value) {
        line(caller)
                .addKeyValue("what", PrintableText.of(what))
                .addKeyValue("value", PrintableText.of(value))
                .log("changed");
    }

    private static LoggingEventBuilder line(Caller caller) {
        return LOG.atInfo()
                .addKeyValue("server", caller.server())
                .addKeyValue("user", PrintableText.of(caller.user()))
                .addKeyValue("client", caller.address());
    }
}
