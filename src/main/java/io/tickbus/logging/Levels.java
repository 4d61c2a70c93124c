package io.tickbus.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.tickbus.library.OptionalLibrary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Reads and changes the levels of loggers while the program runs. The command line and the web verticle use this class.
 * A logger without its own level has the level of its nearest parent by name. The last parent is {@link #ROOT}.
 * Thread-safe.
 */
public final class Levels {
    /** The name of the root logger. */
    public static final String ROOT = org.slf4j.Logger.ROOT_LOGGER_NAME;
    /** The names of all levels, from {@code OFF}, which logs nothing, to {@code TRACE}, which logs everything. */
    public static final List<String> NAMES = List.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE");
    /** Largest number of loggers that can have their own level. */
    public static final int LOGGERS_MAX = 200;
    /**
     * Number of loggers in the JVM at which {@link #set} refuses the name of an unknown logger. A level for an unknown
     * logger would create this logger, and a logger exists until the JVM ends.
     */
    public static final int LOGGERS_KNOWN_MAX = 10_000;

    /** Longest name of a logger, in characters. */
    private static final int NAME_LENGTH_MAX = 200;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z0-9_$]+)*");

    private final LoggerContext context;

    Levels(LoggerContext context) {
        this.context = context;
    }

    /**
     * Returns the levels of this JVM.
     *
     * @throws IllegalStateException if the application that embeds Tickbus does not log with logback
     */
    public static Levels of() {
        OptionalLibrary.require("a change of log levels", OptionalLibrary.LOGBACK);
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext logback) {
            return new Levels(logback);
        }
        throw new IllegalStateException("levels can be changed only if logback does the logging; this JVM uses "
                + factory.getClass().getName());
    }

    /**
     * Returns the name of a level as {@link #NAMES} spells it.
     *
     * @param text the name of a level in upper or lower case
     * @throws IllegalArgumentException if the level is unknown; the message lists the known levels
     */
    public static String level(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT);
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("unknown level " + quoted(text) + "; there are " + NAMES);
        }
        return name;
    }

    /**
     * Checks the name of a logger and returns it without surrounding blanks. A valid name is the name of a Java package
     * or class, or {@link #ROOT}.
     *
     * @throws IllegalArgumentException if the text is not a valid name
     */
    public static String logger(String text) {
        String name = text.strip();
        if (name.length() > NAME_LENGTH_MAX || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a logger name: " + quoted(text)
                    + "; expected a name such as io.tickbus.subscriber, or " + ROOT);
        }
        return name;
    }

    /** Returns the loggers that have their own level. Each key is a logger's name, and each value is its level. */
    public Map<String, String> own() {
        Map<String, String> levels = new TreeMap<>();
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(logger.getName(), logger.getLevel().toString());
            }
        }
        return levels;
    }

    /**
     * Sets or removes the level of a logger. The change applies at once.
     *
     * @param name the name of a class or of a package, or {@link #ROOT}. The level of a package applies to all its
     *     classes.
     * @param level one of {@link #NAMES} in upper or lower case. Null removes the logger's own level. The level of its
     *     parent then applies.
     * @throws IllegalArgumentException if a name is invalid, if {@code level} is null for the root, or if
     *     {@link #LOGGERS_MAX} or {@link #LOGGERS_KNOWN_MAX} is reached. No level changes in these cases.
     */
    public void set(String name, @Nullable String level) {
        String to = level == null ? null : level(level);
        String logger = logger(name);
        synchronized (context) {
            if (to == null && logger.equals(ROOT)) {
                throw new IllegalArgumentException(ROOT + " has no parent logger, so it needs a level");
            }
            Map<String, String> own = own();
            if (to != null && !own.containsKey(logger) && own.size() >= LOGGERS_MAX) {
                throw new IllegalArgumentException(
                        LOGGERS_MAX + " loggers have their own level already, which is the limit;"
                                + " set the level of a package above them");
            }
            if (to != null
                    && context.exists(logger) == null
                    && context.getLoggerList().size() >= LOGGERS_KNOWN_MAX) {
                throw new IllegalArgumentException("unknown logger " + logger + "; with " + LOGGERS_KNOWN_MAX
                        + " loggers, no unknown logger is created");
            }
            if (to != null || own.containsKey(logger)) {
                context.getLogger(logger).setLevel(to == null ? null : Level.valueOf(to));
            }
        }
        // A static logger field would start logback too early. The command line uses this class before it sets the
        // system properties that logback reads.
        context.getLogger(Levels.class)
                .atInfo()
                .addKeyValue("name", logger)
                .addKeyValue("to", to == null ? "the parent's level" : to)
                .log("level set");
    }

    private static String quoted(String text) {
        String shown = text.length() > NAME_LENGTH_MAX ? text.substring(0, NAME_LENGTH_MAX) + ".." : text;
        return '"' + shown + '"';
    }
}
