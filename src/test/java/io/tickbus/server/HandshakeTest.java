package io.tickbus.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeTest {
    @ParameterizedTest
    @CsvSource({
        "me:pass:word, me, pass:word",
        "me, me, ''",
        "me:, me, ''",
        ":secret, '', secret",
        "\u00e9:x, \\xe9, x",
        "\u00c3\u00a9:x, é, x",
        "me:\\xe9, me, \\xe9",
    })
    void userIsToldApartByItsBytes(String sent, String user, String password) {
        byte[] bytes = (sent + "\u0003\0").getBytes(ISO_8859_1);

        Handshake handshake = Objects.requireNonNull(Handshake.read(bytes, bytes.length));

        assertThat(handshake).isEqualTo(new Handshake(user, password, 3, bytes.length));
    }
}
