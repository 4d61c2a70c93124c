package io.tickbus.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.io.IOException;
import java.util.List;

/**
 * The conversion word {@code %trace} of logback.xml. It writes the stack trace of a log event, like {@code %ex}. It
 * writes nothing if Vert.x, Netty or Hazelcast reports a lost connection. {@link QuotedPairs} then writes the reason,
 * which is enough.
 */
public final class Trace extends ThrowableProxyConverter {
    private static final List<String> LIBRARIES = List.of("io.vertx.core.", "io.netty.", "com.hazelcast.");

    @Override
    public String convert(ILoggingEvent event) {
        return isLostConnection(event) ? "" : super.convert(event);
    }

    static boolean isLostConnection(ILoggingEvent event) {
        IThrowableProxy proxy = event.getThrowableProxy();
        if (!(proxy instanceof ThrowableProxy thrown)
                || LIBRARIES.stream().noneMatch(event.getLoggerName()::startsWith)) {
            return false;
        }
        return thrown.getThrowable() instanceof IOException
                || proxy.getClassName().startsWith("com.hazelcast.");
    }
}
