package io.tickbus.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Asks a node's web port for its overview. */
final class TopSource {
    private static final int ANSWER_MS_MAX = 5000;
    private static final int OK = 200;

    private final QAddress address;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMillis(ANSWER_MS_MAX))
            .build();
    private final HttpRequest request;

    TopSource(QAddress address) {
        this.address = address;
        this.request = HttpRequest.newBuilder(URI.create("http://" + address + "/api/overview"))
                .timeout(Duration.ofMillis(ANSWER_MS_MAX))
                .build();
    }

    QAddress address() {
        return address;
    }

    /** Fails with a {@link Failed} that says why there is none. */
    CompletableFuture<TopOverview> ask() {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).handle((response, error) -> {
            try {
                return overview(response, error);
            } catch (Failed failed) {
                throw new CompletionException(failed);
            }
        });
    }

    /** As {@link #ask}, and waits for it. */
    TopOverview await() throws Failed {
        try {
            return ask().join();
        } catch (CompletionException error) {
            throw reason(error);
        }
    }

    private TopOverview overview(@Nullable HttpResponse<String> response, @Nullable Throwable error) throws Failed {
        if (response == null) {
            throw new Failed(ExitCode.FAILED, address + ": " + unanswered(error));
        }
        if (response.statusCode() != OK) {
            throw noOverview("HTTP status " + response.statusCode());
        }
        try {
            return TopOverview.of(new JsonObject(response.body()));
        } catch (DecodeException | IllegalArgumentException other) {
            throw noOverview("no overview of Tickbus");
        }
    }

    private Failed noOverview(String what) {
        return new Failed(ExitCode.FAILED, address + ": what answers there is no node of this version: " + what);
    }

    private static String unanswered(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        if (cause instanceof HttpTimeoutException) { // before the next, which it is not, though its connecting is
            return "no answer within " + ANSWER_MS_MAX + " ms";
        }
        if (cause instanceof ConnectException) {
            return cause.getMessage() == null ? "Connection refused" : cause.getMessage();
        }
        return String.valueOf(cause);
    }

    /** What an answer failed with. */
    static Failed reason(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof Failed failed ? failed : new Failed(ExitCode.FAILED, String.valueOf(cause));
    }
}
