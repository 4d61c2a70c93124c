package io.tickbus.event;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.ServiceLoader;

/** The codec providers on the class path of Tickbus. Thread-safe. */
final class CodecProviders {
    private static final List<CodecProvider> ALL =
            ServiceLoader.load(CodecProvider.class, CodecProvider.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private CodecProviders() {}

    static void registerAll(Vertx vertx) {
        for (CodecProvider provider : ALL) {
            try {
                provider.register(vertx);
            } catch (NoClassDefFoundError missing) {
                // The application has excluded the provider's library, so it sends no body of the library.
            }
        }
    }
}
