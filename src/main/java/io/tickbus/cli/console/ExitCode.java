package io.tickbus.cli.console;

/** What the command line ends with. */
public final class ExitCode {
    public static final int OK = 0;
    /** The command ran and did not reach its end: not enough rows, q gone, access denied. */
    public static final int FAILED = 1;
    /** A wrong argument or a wrong configuration. */
    public static final int USAGE = 2;
    /** No memory or no thread is left; the JVM itself ends with this number for want of memory. */
    public static final int NO_MEMORY = 3;
    /** q answered a query with an error. */
    public static final int Q_ERROR = 4;
    /** Vert.x or its cluster did not start. */
    public static final int START_FAILED = 11;
    /** A verticle did not start, such as for a port in use. */
    public static final int DEPLOYMENT_FAILED = 15;
    /** Ctrl-C, as shells have it. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
