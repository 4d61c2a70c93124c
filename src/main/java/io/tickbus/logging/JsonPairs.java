package io.tickbus.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import net.logstash.logback.composite.AbstractJsonProvider;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;

/**
 * A JSON provider for logback.xml. It writes the key-value pairs of a log event as fields of the event's JSON object.
 * Numbers and booleans keep their type, and every other value becomes text. The encoder's own provider is not used,
 * because Jackson would then inspect every object by reflection. Thread-safe.
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
