package io.tickbus.q;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapedTextTest {
    /** Parts of byte sequences that are easily misread. */
    private static final String[] PARTS = {
        "\\",
        "x",
        "5c",
        "e9",
        "\\xe9",
        "\\x5c",
        "\\xE9",
        "\u00e9",
        "\u00c3\u00a9",
        "\u00f0\u009f\u0098\u0080",
        "\u00ed\u00a0\u0080",
        "\u00c0\u0080",
        "\u00f4\u0090\u0080\u0080",
        "\u0000",
        "a"
    };

    private static String text(byte[] bytes) {
        return EscapedText.of(bytes, 0, bytes.length);
    }

    private static byte[] latin1(String characters) {
        return characters.getBytes(ISO_8859_1);
    }

    private static byte[] random(Random random) {
        byte[] bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            return bytes;
        }
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            parts.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return latin1(parts.toString());
    }

    @Test
    void differentBytesHaveDifferentTextsAndComeBackFromJson() {
        Random random = new Random(18);
        Map<String, byte[]> seen = new HashMap<>();
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = random(random);
            String text = text(bytes);

            assertThat(seen.computeIfAbsent(text, first -> bytes)).isEqualTo(bytes);
            assertThat(EscapedText.bytes(text)).isEqualTo(bytes);
            JsonObject sent = new JsonObject(new JsonObject().put(text, text).toBuffer());
            assertThat(EscapedText.bytes(sent.getString(text))).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AAPL",
                "é",
                "日本",
                "\uD83D\uDE00",
                "C:\\data\\x",
                "\\n",
                "\\x",
                "\\xg9",
                "\\x41",
                "\\x5d",
                "\u0000"
            })
    void wellFormedTextIsItsOwn(String text) {
        assertThat(text(text.getBytes(UTF_8))).isEqualTo(text);
        assertThat(EscapedText.bytes(text)).isEqualTo(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "\u00e9, \\xe9",
        "a\u00e9b, a\\xe9b",
        "\u00c3\u00a9, é",
        "\u00c3\u00e9, \\xc3\\xe9",
        "\u00e2\u0082A, \\xe2\\x82A",
        "\u00ed\u00a0\u0080, \\xed\\xa0\\x80",
        "\\xe9, \\x5cxe9",
        "\\xE9, \\x5cxE9",
        "\\\\xe9, \\\\x5cxe9",
        "\\x5cxe9, \\x5cx5cxe9"
    })
    void otherBytesAndWhatLooksLikeAnEscapeAreEscaped(String bytes, String text) {
        assertThat(text(latin1(bytes))).isEqualTo(text);
        assertThat(EscapedText.bytes(text)).isEqualTo(latin1(bytes));
    }

    @Test
    void unpairedSurrogatesStayApart() {
        assertThat(EscapedText.bytes("\uD83D"))
                .isNotEqualTo(EscapedText.bytes("\uD83E"))
                .isNotEqualTo(latin1("?"));
        assertThat(text(EscapedText.bytes("a\uDC00b"))).isEqualTo("a\\xed\\xb0\\x80b");
    }

    @Test
    void escapeIsOneUnit() {
        assertThat(EscapedText.units("a\\xe9\\x5cb")).hasSize(4).startsWith("a").endsWith("\\b");
        assertThat(EscapedText.units("\\xe9")).isNotEqualTo(EscapedText.units("\\xe8"));
    }
}
