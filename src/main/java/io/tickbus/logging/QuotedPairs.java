package io.tickbus.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * The conversion word {@code %pairs} of logback.xml. It writes the key-value pairs of an event as {@code key="value"},
 * each after a blank. Numbers and booleans have no quotes.
 *
 * <p>Logback's own {@code %kvp} writes quotes and line ends inside a value unchanged, so text from the network could
 * forge a pair or a line. This class escapes them as JSON does. It also escapes control characters, which a terminal
 * would execute. Thread-safe.
 */
public final class QuotedPairs extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        IThrowableProxy lost = Trace.isLostConnection(event) ? event.getThrowableProxy() : null;
        if (pairs == null || pairs.isEmpty()) {
            pairs = lost == null
                    ? List.of()
                    : List.of(new KeyValuePair("reason", lost.getClassName() + ": " + lost.getMessage()));
        }
        StringBuilder text = new StringBuilder();
        for (KeyValuePair pair : pairs) {
            text.append(' ').append(pair.key).append('=');
            if (pair.value instanceof Number || pair.value instanceof Boolean) {
                text.append(pair.value);
            } else {
                quote(String.valueOf(pair.value), text);
            }
        }
        return text.toString();
    }

    private static void quote(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (isPlain(c)) {
                        text.append(c);
                    } else {
                        text.append(String.format("\\u%04x", (int) c));
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isPlain(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
