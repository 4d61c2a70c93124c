package io.tickbus.config;

import org.jspecify.annotations.Nullable;

/**
 * How the event bus between nodes is encrypted. Every node shows its certificate, and takes only those it trusts.
 *
 * @param keyStore this node's key and certificate
 * @param trustStore the certificates, or their issuers', of all nodes
 */
public record TlsConfig(KeyStoreConfig keyStore, KeyStoreConfig trustStore) {
    static @Nullable TlsConfig from(ConfigSection section) {
        KeyStoreConfig keyStore = KeyStoreConfig.from(section, "keyStore", "password");
        KeyStoreConfig trustStore = KeyStoreConfig.from(section, "trustStore", "trustPassword");
        section.reportUnknownKeys();
        return keyStore == null || trustStore == null ? null : new TlsConfig(keyStore, trustStore);
    }
}
