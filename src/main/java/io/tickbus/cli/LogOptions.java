package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.logging.Levels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.Unmatched;

/**
 * The logging options of all commands: format and levels. {@link Main} applies these options before the first logger
 * exists. The options override the environment.
 */
final class LogOptions {
    /**
     * The name of the environment variable and the system property for the log format. logback.xml reads the property.
     */
    private static final String FORMAT = "TICKBUS_LOG_FORMAT";

    private static final String LEVEL = "TICKBUS_LOG_LEVEL";
    private static final String LIBRARIES_LEVEL = "TICKBUS_LOG_LEVEL_LIBRARIES";
    private static final String DEFAULT_LEVEL = "INFO";
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Set<String> FORMATS = Set.of("text", "json");
    /**
     * The client commands. Their log is off by default, because they print their own failures. Log lines about other
     * nodes would disturb their output.
     */
    private static final Set<String> CLIENTS = Set.of("send", "tail", "query", "q", "status", "top");

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            converter = Format.class,
            description = "The format of log lines on standard error: text or json (one object a line); "
                    + "default: TICKBUS_LOG_FORMAT, else text.")
    private @Nullable String format;

    @Option(
            names = "--log-level",
            paramLabel = "[LOGGER=]LEVEL",
            split = ",",
            converter = LoggerLevel.Converter.class,
            description =
                    "The level of a class or package, such as io.tickbus.subscriber=DEBUG, or, without LOGGER, of all of "
                            + "Tickbus: OFF, ERROR, WARN, INFO, DEBUG or TRACE. Can be repeated. Default: TICKBUS_LOG_LEVEL.")
    private List<LoggerLevel> levels = new ArrayList<>();

    /** The level of one logger. The logger is null if the level applies to all of Tickbus. */
    private record LoggerLevel(@Nullable String logger, String level) {
        static LoggerLevel of(String text) {
            int equals = text.indexOf('=');
            return equals < 0
                    ? new LoggerLevel(null, Levels.level(text))
                    : new LoggerLevel(
                            Levels.logger(text.substring(0, equals)), Levels.level(text.substring(equals + 1)));
        }

        static final class Converter implements ITypeConverter<LoggerLevel> {
            @Override
            public LoggerLevel convert(String text) {
                try {
                    return of(text);
                } catch (IllegalArgumentException wrong) {
                    throw new TypeConversionException(String.valueOf(wrong.getMessage()));
                }
            }
        }
    }

    private static final class Format implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            String format = text.toLowerCase(Locale.ROOT);
            if (!FORMATS.contains(format)) {
                throw new TypeConversionException("'" + text + "' is neither text nor json");
            }
            return format;
        }
    }

    /** Reads the logging options and ignores all other arguments. */
    private static final class FirstPass {
        @Mixin
        private final LogOptions options = new LogOptions();

        @Unmatched
        @SuppressWarnings("UnusedVariable") // picocli stores all other arguments here.
        private List<String> rest = new ArrayList<>();
    }

    /**
     * Configures the logging of this JVM. The command line overrides the settings. This method ignores an invalid
     * option, because the command reports the error later.
     *
     * @param settings the environment variables, overridden by system properties
     * @throws CommandFailure if a setting is invalid
     */
    static void apply(Map<String, String> settings, String... arguments) throws CommandFailure {
        LogOptions given = given(arguments);
        String format = given.format != null ? given.format : format(settings);
        if (format != null) {
            System.setProperty(FORMAT, format);
        }
        List<LoggerLevel> wanted = levels(settings);
        wanted.addAll(given.levels);
        // A level for one logger leaves the other loggers at the command's default level.
        boolean saysAll = wanted.stream().anyMatch(one -> one.logger == null);
        String all = saysAll ? DEFAULT_LEVEL : quiet(arguments);
        Map<String, String> each = new LinkedHashMap<>();
        for (LoggerLevel one : wanted) {
            if (one.logger == null) {
                all = one.level;
            } else {
                each.put(one.logger, one.level);
            }
        }
        System.setProperty(LEVEL, all);
        if (!each.isEmpty()) {
            each.forEach(Levels.of()::set); // logback starts at this call and reads the system properties.
        }
    }

    /**
     * Returns the default log level of a command. For a client command, the method also turns off the log of the
     * libraries.
     */
    private static String quiet(String... arguments) {
        String command = arguments.length == 0 ? "" : arguments[0];
        if (CLIENTS.contains(command)) {
            System.setProperty(LIBRARIES_LEVEL, "OFF");
            return "OFF";
        }
        // The demo prints a failure once. The log would repeat the failure for every subscriber.
        return command.equals("demo") ? "ERROR" : DEFAULT_LEVEL;
    }

    /** Returns the environment variables, overridden by system properties. */
    static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(System.getenv());
        for (String name : List.of(FORMAT, LEVEL)) {
            String property = System.getProperty(name);
            if (property != null) {
                settings.put(name, property);
            }
        }
        return settings;
    }

    private static LogOptions given(String... arguments) {
        FirstPass pass = new FirstPass();
        try {
            new CommandLine(pass).parseArgs(arguments);
        } catch (ParameterException wrong) {
            return new LogOptions();
        }
        return pass.options;
    }

    private static @Nullable String format(Map<String, String> settings) throws CommandFailure {
        String text = settings.getOrDefault(FORMAT, "");
        try {
            return text.isBlank() ? null : new Format().convert(text.strip());
        } catch (TypeConversionException wrong) {
            throw new CommandFailure(ExitCode.USAGE, FORMAT + ": " + wrong.getMessage());
        }
    }

    private static List<LoggerLevel> levels(Map<String, String> settings) throws CommandFailure {
        List<LoggerLevel> levels = new ArrayList<>();
        try {
            COMMA.splitAsStream(settings.getOrDefault(LEVEL, ""))
                    .filter(each -> !each.isBlank())
                    .map(LoggerLevel::of)
                    .forEach(levels::add);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, LEVEL + ": " + wrong.getMessage());
        }
        return levels;
    }
}
