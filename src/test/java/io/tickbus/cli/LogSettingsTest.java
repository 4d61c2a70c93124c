package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.cli.console.CommandFailure;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSettingsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        TICKBUS_LOG_LEVEL  | DEBGU               | TICKBUS_LOG_LEVEL: unknown level "DEBGU"; there are [OFF, ERROR, WARN, INFO, DEBUG, TRACE]
        TICKBUS_LOG_LEVEL  | INFO,io.tickbus=    | TICKBUS_LOG_LEVEL: unknown level ""; there are [OFF, ERROR, WARN, INFO, DEBUG, TRACE]
        TICKBUS_LOG_LEVEL  | a b=INFO            | TICKBUS_LOG_LEVEL: not a logger name: "a b"; expected a name such as io.tickbus.subscriber, or ROOT
        TICKBUS_LOG_FORMAT | xml                 | TICKBUS_LOG_FORMAT: 'xml' is neither text nor json
        """)
    void wrongSettingIsToldInOneLine(String name, String value, String reason) {
        assertThatThrownBy(() -> LogOptions.apply(Map.of(name, value), "run"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(reason);
    }
}
