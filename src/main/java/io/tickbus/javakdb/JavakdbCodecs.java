package io.tickbus.javakdb;

import com.kx.c;
import io.tickbus.event.CodecProvider;
import io.vertx.core.Vertx;

/**
 * Registers the codecs of javakdb's classes together with those of Tickbus. {@link java.util.ServiceLoader} creates the
 * only instance. An application calls {@link Javakdb#register} instead.
 */
public final class JavakdbCodecs implements CodecProvider {
    /** Creates the provider. */
    public JavakdbCodecs() {}

    /**
     * Registers the codecs. A repeated call changes nothing.
     *
     * @param vertx the Vert.x instance
     */
    @Override
    public void register(Vertx vertx) {
        new JavakdbCodec<>("tickbus.javakdb.flip", c.Flip.class, Javakdb::table).register(vertx);
        new JavakdbCodec<>("tickbus.javakdb.dict", c.Dict.class, Javakdb::value).register(vertx);
        new JavakdbCodec<>("tickbus.javakdb.rows", Object[].class, FromJavakdb::columns).register(vertx);
    }
}
