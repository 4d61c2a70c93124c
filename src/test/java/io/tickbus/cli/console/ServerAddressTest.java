package io.tickbus.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ServerAddressTest {
    private static final ServerAddress.Converter CONVERTER = new ServerAddress.Converter();

    @ParameterizedTest
    @CsvSource({
        "localhost:5001, localhost:5001",
        ":localhost:5001, localhost:5001",
        ":5001, 127.0.0.1:5001",
        "::5001, 127.0.0.1:5001",
        "10.0.0.7:1, 10.0.0.7:1",
        "[::1]:65535, [::1]:65535"
    })
    void addressIsReadAsQWritesIt(String text, String address) {
        assertThat(CONVERTER.convert(text)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "5001",
                "localhost",
                "localhost:",
                "localhost:0",
                "localhost:65536",
                "localhost:q",
                "a:-1"
            })
    void anythingElseIsRefusedByItsText(String text) {
        assertThatThrownBy(() -> CONVERTER.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text + "' is not HOST:PORT, with a port from 1 to 65535");
    }
}
