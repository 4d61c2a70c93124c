package io.tickbus.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import net.logstash.logback.composite.AbstractJsonProvider;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;

/**
 * The key-value pairs of an event as fields of its JSON object: numbers and truth values as such, all else as text. The
 * encoder's own provider would have Jackson walk through whatever object is given, by reflection and on the thread that logs.
 */
public final class JsonPairs extends AbstractJsonProvider<ILoggingEvent> {
    @Override
    public void writeTo(JsonGenerator json, ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs == null) {
            return;
        }
        for (KeyValuePair pair : pairs) {
            json.writeName(pair.key);
            if (pair.value instanceof Number || pair.value instanceof Boolean) {
                json.writePOJO(pair.value);
            } else {
                json.writeString(String.valueOf(pair.value));
            }
        }
    }
}
