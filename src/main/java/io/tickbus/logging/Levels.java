package io.tickbus.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * The levels of loggers, to be read and changed while the program runs. A logger without a level of its own has that of the
 * next one above it by name, in the end that of {@link #ROOT}. For any thread.
 */
public final class Levels {
    /** The name of the logger above all. */
    public static final String ROOT = org.slf4j.Logger.ROOT_LOGGER_NAME;
    /** Levels by name, from saying nothing to saying all. */
    public static final List<String> NAMES = List.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE");
    /** Loggers that may have a level of their own. */
    public static final int LOGGERS_MAX = 200;
    /** Loggers that there may be for one to be made that no class has asked for: it stays as long as the JVM. */
    public static final int LOGGERS_KNOWN_MAX = 10_000;

    /** Characters of a logger's name. */
    private static final int NAME_LENGTH_MAX = 200;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z0-9_$]+)*");

    private final LoggerContext context;

    Levels(LoggerContext context) {
        this.context = context;
    }

    /**
     * Those of this JVM.
     *
     * @throws IllegalStateException when something other than logback does the logging, as it may in others' applications
     */
    public static Levels of() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext logback) {
            return new Levels(logback);
        }
        throw new IllegalStateException("levels can be changed only if logback does the logging; this JVM uses "
                + factory.getClass().getName());
    }

    /**
     * A level's name as it is written here, whatever its case.
     *
     * @throws IllegalArgumentException with the names that there are
     */
    public static String level(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT);
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("unknown level " + quoted(text) + "; there are " + NAMES);
        }
        return name;
    }

    /**
     * A logger's name: those of Java's packages and classes, or {@link #ROOT}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static String logger(String text) {
        String name = text.strip();
        if (name.length() > NAME_LENGTH_MAX || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a logger name: " + quoted(text)
                    + "; expected a name such as io.tickbus.subscriber, or " + ROOT);
        }
        return name;
    }

    /** The loggers that have a level of their own, by name, and their levels. */
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
     * Gives a logger a level of its own, at once.
     *
     * @param name of a class, of a package for all in it, or {@link #ROOT}
     * @param level one of {@link #NAMES}, in any case; null takes it away again, and what is above it counts
     * @throws IllegalArgumentException when a name is unknown, when the root is to have no level, when more loggers than
     *     {@link #LOGGERS_MAX} were to have one, or when it is unknown and there are {@link #LOGGERS_KNOWN_MAX}
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
        context.getLogger(Levels.class) // none of this class, which is used before logging begins
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
