package io.tickbus.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import net.logstash.logback.composite.AbstractJsonProvider;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;

/**
 * JSON provider of logback.xml that writes the key-value pairs of an event as fields of its JSON object. Numbers and
 * booleans keep their type; every other value becomes text. The encoder's own provider would let Jackson inspect any
 * object by reflection, on the thread that logs. Thread-safe.
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
