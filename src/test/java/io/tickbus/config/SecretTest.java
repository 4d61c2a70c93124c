package io.tickbus.config;

import static io.tickbus.config.Configs.problems;
import static io.tickbus.config.Configs.read;
import static io.tickbus.config.Configs.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
    @TempDir
    Path dir = Path.of("");

    private static String password(String password) {
        return "subscribers:\n- name: main\n  port: 1\n  password: " + password + "\n";
    }

    @Test
    void secretComesFromAnEnvironmentVariable() {
        var config = read(dir, password("{env: PASSWORD}"), Map.of("PASSWORD", "sesame"));
        assertThat(config.subscribers().get(0).connection().password()).isEqualTo(new Secret("sesame"));
    }

    @Test
    void secretComesFromAFileWithoutItsTrailingLineEnds() {
        Path file = write(dir, "secret", " open sesame \r\n\n");
        var config = read(dir, password("{file: '" + file + "'}"));
        assertThat(config.subscribers().get(0).connection().password()).isEqualTo(new Secret(" open sesame "));
    }

    @Test
    void secretIsNeverShown() {
        var config = read(dir, password("{env: PASSWORD}"), Map.of("PASSWORD", "sesame"));
        assertThat(config.toString()).contains("password=******").doesNotContain("sesame");
    }

    @Test
    void plainSecretIsRefusedAndNotRepeated() {
        for (String plain : new String[] {"sesame", "1234", "[sesame]"}) {
            assertThat(problems(dir, password(plain)))
                    .containsExactly("pipeline.yaml:4: subscribers[0].password:"
                            + " a secret is not written in the file; use {env: NAME} or {file: PATH}");
        }
    }

    @Test
    void missingVariableIsAProblem() {
        assertThat(problems(dir, password("{env: PASSWORD}"), Map.of("OTHER", "x")))
                .containsExactly("pipeline.yaml:4: subscribers[0].password.env:"
                        + " the environment variable PASSWORD is not set");
    }

    @Test
    void unreadableFileIsAProblem() {
        assertThat(problems(dir, password("{file: no/such}")))
                .containsExactly("pipeline.yaml:4: subscribers[0].password.file: no/such: no such file");
        assertThat(problems(dir, password("{file: /}")))
                .containsExactly("pipeline.yaml:4: subscribers[0].password.file: /: is a directory, not a file");
        Path empty = write(dir, "secret", "\n");
        assertThat(problems(dir, password("{file: '" + empty + "'}")))
                .singleElement()
                .asString()
                .endsWith("secret: is empty");
    }

    @Test
    void secretHasExactlyOnePlace() {
        assertThat(problems(dir, password("{env: A, file: b}"), Map.of("A", "x")))
                .containsExactly(
                        "pipeline.yaml:4: subscribers[0].password:" + " expected one of {env: NAME} and {file: PATH}");
        assertThat(problems(dir, password("{evn: A}")))
                .containsExactly(
                        "pipeline.yaml:4: subscribers[0].password.evn: unknown key; did you mean env?",
                        "pipeline.yaml:4: subscribers[0].password: expected one of {env: NAME} and {file: PATH}");
    }
}
