package io.tickbus.web;

import io.tickbus.access.ServerKeys;
import io.tickbus.config.KeyStoreConfig;
import io.tickbus.config.WebConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The options of Vert.x for the web server: its key and the largest sizes of what a client sends. */
final class ServerOptions {
    /** Limit of the headers of a request, in bytes. */
    static final int HEADER_BYTES_MAX = 8 << 10;
    /** Limit of the first line of a request, in bytes. */
    static final int REQUEST_LINE_BYTES_MAX = 4 << 10;
    /** Limit of a part of a body that the server reads at once, in bytes. */
    private static final int CHUNK_BYTES_MAX = 8 << 10;
    /** Limit of the fields of a form. The login form has two. */
    private static final int FORM_FIELDS_MAX = 8;
    /** Limit of a field of a form, in bytes. */
    private static final int FORM_FIELD_BYTES_MAX = 4 << 10;
    /** Limit of a WebSocket message that a client sends, in bytes. The page's longest message is a query. */
    static final int MESSAGE_BYTES_MAX = 64 << 10;

    private ServerOptions() {}

    static HttpServerOptions of(WebConfig config) {
        HttpServerOptions options = new HttpServerOptions()
                .setIdleTimeout(OpenConnections.IDLE_SECONDS_MAX)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                .setMaxChunkSize(CHUNK_BYTES_MAX)
                .setMaxFormFields(FORM_FIELDS_MAX)
                .setMaxFormAttributeSize(FORM_FIELD_BYTES_MAX)
                .setMaxWebSocketFrameSize(MESSAGE_BYTES_MAX)
                .setMaxWebSocketMessageSize(MESSAGE_BYTES_MAX)
                // Vert.x limits a compressed message before it expands. A small message could fill the memory.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
        KeyStoreConfig tls = config.listener().tls();
        if (tls != null) {
            options.setSsl(true)
                    // One request at a time: with HTTP/2, a connection could keep a hundred unread answers.
                    .setUseAlpn(true)
                    .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
                    .setSslHandshakeTimeout(OpenConnections.REQUEST_SECONDS_MAX)
                    .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                    .setKeyCertOptions(ServerKeys.of(tls));
        }
        return options;
    }
}
