package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.q.GatewayOptions;
import io.tickbus.cli.q.QHandle;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * Prints the rows that a gateway publishes for one table. {@code tail} uses this class. If a table is rebuilt, for
 * example by a new owner, the gateway disconnects its subscribers. This class then prints a warning and subscribes
 * again. {@link #run} blocks the command's thread.
 */
final class GatewayTail {
    /** The warning that is printed after a takeover or a lost connection. */
    static final String SEEN_AGAIN =
            "rows that were printed before may come again, and rows that were published meanwhile may be missing";

    private static final int RETRY_MS = 500;
    private static final Atom UPD = Atom.symbol("upd");
    private static final int UPD_ITEMS = 3;

    private final GatewayOptions gateway;
    private final String table;
    private final RowPrinter printer;
    private final PrintWriter err;
    private boolean subscribedBefore;

    GatewayTail(GatewayOptions gateway, String table, RowPrinter printer, PrintWriter err) {
        this.gateway = gateway;
        this.table = table;
        this.printer = printer;
        this.err = err;
    }

    /**
     * Prints rows until the printer has printed the requested number.
     *
     * @throws CommandFailure if the first subscription fails; later failures are retried
     */
    void run() throws CommandFailure, InterruptedException {
        String printed = "";
        while (true) {
            String failed = "";
            try {
                String lost = follow();
                if (printer.isOpen()) {
                    err.println("tickbus: " + gateway.address() + ": " + lost + "; subscribes again: " + SEEN_AGAIN);
                }
            } catch (CommandFailure unreachable) {
                if (!subscribedBefore) {
                    throw unreachable;
                }
                failed = unreachable.getMessage() + "; tries again";
                if (!failed.equals(printed)) {
                    err.println("tickbus: " + failed);
                }
            }
            printed = failed;
            if (!printer.isOpen()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        }
    }

    /**
     * Prints rows until the connection ends, and returns why the connection ended. After the last requested row, this
     * method closes the connection itself.
     */
    private String follow() throws CommandFailure, InterruptedException {
        QHandle handle = gateway.connect();
        handle.start(pushed -> {
            print(pushed);
            if (!printer.isOpen()) {
                handle.close();
            }
        });
        try (GatewayTable subscribed = new GatewayTable(handle, gateway.address(), table)) {
            subscribed.subscribe();
            subscribedBefore = true;
            return handle.awaitLost();
        }
    }

    /**
     * Prints the rows that the gateway pushed. The method is synchronized, because each connection calls it on its own
     * thread.
     */
    private synchronized void print(Value pushed) {
        if (printer.isOpen()
                && pushed instanceof GeneralList call
                && call.size() == UPD_ITEMS
                && call.valueAt(0).equals(UPD)
                && call.valueAt(1).equals(Atom.symbol(table))) {
            Flip rows = GatewayTable.rowsOf(call.valueAt(2));
            if (rows != null) {
                printer.print(rows);
            }
        }
    }
}
