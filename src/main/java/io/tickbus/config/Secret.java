package io.tickbus.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A password that no log, message or {@code toString} shows. A configuration contains a reference instead of the
 * password. {@code {env: NAME}} names an environment variable, and {@code {file: PATH}} names a file. Line ends at the
 * end of the file are removed.
 *
 * @param value the password
 */
public record Secret(String value) {
    private static final int FILE_BYTES_MAX = 64 * 1024;

    static @Nullable Secret from(ConfigSection section, Map<String, String> environment) {
        String variable = section.text("env");
        Path file = section.file("file");
        section.reportUnknownKeys();
        if (section.has("env") == section.has("file")) {
            section.require(false, "", "expected one of {env: NAME} and {file: PATH}");
            return null;
        }
        if (variable != null) {
            String value = environment.getOrDefault(variable, "");
            section.require(!value.isEmpty(), "env", "the environment variable " + variable + " is not set");
            return new Secret(value);
        }
        return file == null ? null : new Secret(read(file, section));
    }

    private static String read(Path file, ConfigSection section) {
        try {
            String value = TextFile.read(file, FILE_BYTES_MAX).replaceAll("[\r\n]+$", "");
            section.require(!value.isEmpty(), "file", file + ": is empty");
            return value;
        } catch (IOException e) {
            section.problem("file", file + ": " + e.getMessage());
            return "";
        }
    }

    @Override
    public String toString() {
        return "******";
    }
}
