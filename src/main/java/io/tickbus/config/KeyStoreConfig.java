package io.tickbus.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * A readable file of keys or certificates. Immutable.
 *
 * @param file the file
 * @param type the type of the file, PKCS12 or JKS
 * @param password the password of the file
 */
public record KeyStoreConfig(Path file, String type, Secret password) {
    static @Nullable KeyStoreConfig from(ConfigSection section, String fileKey, String passwordKey) {
        section.require(section.has(fileKey), fileKey, "required");
        section.require(section.has(passwordKey), passwordKey, "required");
        Path file = section.file(fileKey);
        Secret password = section.secret(passwordKey);
        if (file == null || password == null || password.value().isEmpty()) {
            return null;
        }
        String type = type(section, fileKey, file, password);
        return type == null ? null : new KeyStoreConfig(file, type, password);
    }

    private static @Nullable String type(ConfigSection section, String key, Path file, Secret password) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            section.problem(key, file + ": the file does not exist or cannot be read");
            return null;
        }
        try {
            return KeyStore.getInstance(file.toFile(), password.value().toCharArray())
                    .getType();
        } catch (IOException unreadable) {
            boolean refused = unreadable.getCause() instanceof UnrecoverableKeyException;
            section.problem(key, file + ": " + (refused ? "the password is wrong" : "damaged"));
        } catch (GeneralSecurityException unknown) {
            section.problem(key, file + ": neither PKCS12 nor JKS");
        }
        return null;
    }
}
