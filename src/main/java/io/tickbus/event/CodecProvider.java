package io.tickbus.event;

import io.vertx.core.Vertx;

/**
 * Registers codecs for bodies that an owner of tables accepts besides those of this package. {@link QCodec#registerAll}
 * calls every provider that {@link java.util.ServiceLoader} finds, so the verticles and clients need no class of a
 * provider's library. Thread-safe.
 */
public interface CodecProvider {
    /**
     * Registers the codecs of this provider. Any thread may call this. A repeated call changes nothing.
     *
     * @param vertx the Vert.x instance
     */
    void register(Vertx vertx);
}
