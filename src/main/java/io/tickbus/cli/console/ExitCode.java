package io.tickbus.cli.console;

/** The exit codes of the program. */
public final class ExitCode {
    public static final int OK = 0;
    /** The command failed while it ran, for example because rows were missing, q was gone or access was denied. */
    public static final int FAILED = 1;
    /** An argument or the configuration is wrong. */
    public static final int USAGE = 2;
    /**
     * No memory or no thread is left. With the flag {@code ExitOnOutOfMemoryError}, the JVM itself ends with this code
     * too.
     */
    public static final int NO_MEMORY = 3;
    /** q answered a query with an error. */
    public static final int Q_ERROR = 4;
    /** Vert.x or its cluster did not start. */
    public static final int START_FAILED = 11;
    /** A verticle did not start, for example because its port is in use. */
    public static final int DEPLOYMENT_FAILED = 15;
    /** The user pressed Ctrl-C. Shells use this exit code too. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
