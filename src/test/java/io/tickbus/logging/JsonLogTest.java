package io.tickbus.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.joran.spi.JoranException;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class JsonLogTest {
    private final ProgramLog program = new ProgramLog("json");
    private final Logger log = program.logger("io.tickbus.store.Topic");

    JsonLogTest() throws JoranException {}

    private JsonObject object() {
        assertThat(program.printed()).hasSize(1);
        String line = program.printed().get(0);
        assertThat(line.stripTrailing()).doesNotContain("\n", "\r");
        assertThat(line).matches("(?s).*\\R");
        return new JsonObject(line);
    }

    @Test
    void pairsAreFieldsBesideTheEventsOwn() {
        log.atWarn()
                .addKeyValue("table", "trade")
                .addKeyValue("position", Long.MAX_VALUE)
                .addKeyValue("last", true)
                .addKeyValue("reason", (Object) null)
                .log("gap of {}", 3);

        JsonObject event = object();
        assertThat(event.fieldNames())
                .containsExactly(
                        "timestamp", "level", "logger", "thread", "message", "table", "position", "last", "reason");
        assertThat(OffsetDateTime.parse(event.getString("timestamp")).getYear()).isGreaterThan(2025);
        assertThat(event.getString("level")).isEqualTo("WARN");
        assertThat(event.getString("logger")).isEqualTo("io.tickbus.store.Topic");
        assertThat(event.getString("message")).isEqualTo("gap of 3");
        assertThat(event.getLong("position")).isEqualTo(Long.MAX_VALUE);
        assertThat(event.getBoolean("last")).isTrue();
        assertThat(event.getString("reason")).isEqualTo("null");
    }

    /** An object whose fields Jackson would write. */
    static final class Open {
        @SuppressWarnings("unused")
        public List<String> getPasswords() {
            return List.of("looked into");
        }

        @Override
        public String toString() {
            return "127.0.0.1:5010";
        }
    }

    @Test
    void objectIsWrittenAsItsTextAndNotWalkedThrough() {
        log.atWarn().addKeyValue("connection", new Open()).log("lost");

        assertThat(object().getValue("connection")).isEqualTo("127.0.0.1:5010");
        assertThat(program.printed().get(0)).doesNotContain("looked into");
    }

    @Test
    void strangersTextIsOneField() {
        String text = "bob\r\n{\"level\":\"INFO\"}\u001b[2J\", \"client\": \"10.0.0.1";
        log.atWarn().addKeyValue("user", text).log("denied " + text);

        JsonObject event = object();
        assertThat(event.fieldNames()).hasSize(6);
        assertThat(event.getString("user")).isEqualTo(text);
        assertThat(event.getString("message")).isEqualTo("denied " + text);
        assertThat(program.printed().get(0)).doesNotContain("\u001b");
    }

    @Test
    void stackTraceIsOneField() {
        log.atError().setCause(new IllegalStateException("on purpose")).log("a bug");

        assertThat(object().getString("stackTrace"))
                .startsWith("java.lang.IllegalStateException: on purpose")
                .contains("\tat ");
    }
}
