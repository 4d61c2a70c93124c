package io.tickbus.config;

import org.jspecify.annotations.Nullable;

/**
 * The encryption of the event bus between nodes. Each node presents its certificate, and accepts only nodes with
 * trusted certificates.
 *
 * @param keyStore this node's key and certificate
 * @param trustStore the certificates of all nodes, or of their issuers
 */
public record TlsConfig(KeyStoreConfig keyStore, KeyStoreConfig trustStore) {
    static @Nullable TlsConfig from(ConfigSection section) {
        KeyStoreConfig keyStore = KeyStoreConfig.from(section, "keyStore", "password");
        KeyStoreConfig trustStore = KeyStoreConfig.from(section, "trustStore", "trustPassword");
        section.reportUnknownKeys();
        return keyStore == null || trustStore == null ? null : new TlsConfig(keyStore, trustStore);
    }
}
