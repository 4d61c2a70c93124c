package io.tickbus.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The logging of the program, as its own logback.xml has it, beside that of the tests; what it would print is kept. */
final class ProgramLog {
    private final LoggerContext context = new LoggerContext();
    private final List<String> printed = new ArrayList<>();

    /** @param format text or json */
    ProgramLog(String format) throws JoranException {
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("TICKBUS_LOG_FORMAT", format);
        context.putProperty("TICKBUS_LOG_LEVEL", "INFO");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(ProgramLog.class.getResource("logback.xml")));
        assertThat(new StatusUtil(context).getHighestLevel(0))
                .as("or logback prints what it did to standard output")
                .isEqualTo(Status.INFO);
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) root.getAppender("STDERR");
        Encoder<ILoggingEvent> encoder = console.getEncoder();
        List<Filter<ILoggingEvent>> filters = console.getCopyOfAttachedFiltersList();
        root.detachAndStopAllAppenders();
        encoder.start();
        AppenderBase<ILoggingEvent> kept = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                printed.add(new String(encoder.encode(event), UTF_8));
            }
        };
        kept.setContext(context);
        filters.forEach(kept::addFilter);
        kept.start();
        root.addAppender(kept);
    }

    LoggerContext context() {
        return context;
    }

    Logger logger(String name) {
        return context.getLogger(name);
    }

    /** Returns the printed text of each event. */
    List<String> printed() {
        return printed;
    }
}
