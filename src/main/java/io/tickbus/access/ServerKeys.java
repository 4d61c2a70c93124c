package io.tickbus.access;

import io.tickbus.config.KeyStoreConfig;
import io.vertx.core.net.KeyStoreOptions;

/** Converts the key store of a configuration to the options of Vert.x's servers. Stateless and thread-safe. */
public final class ServerKeys {
    private ServerKeys() {}

    /** Returns new options. Vert.x keeps the keys that options have read, so changed keys need new options. */
    public static KeyStoreOptions of(KeyStoreConfig store) {
        return new KeyStoreOptions()
                .setType(store.type())
                .setPath(store.file().toAbsolutePath().toString())
                .setPassword(store.password().value());
    }
}
