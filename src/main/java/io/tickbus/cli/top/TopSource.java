package io.tickbus.cli.top;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.config.Secret;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Requests the overview from a node's web port over HTTP. {@code top} and {@code status} use this class. Thread-safe.
 */
public final class TopSource {
    /** Time limit for one answer, in ms. The limit covers the time from the request to the last byte of the answer. */
    private static final int ANSWER_MS_MAX = 5000;
    /** Largest size of an answer, in bytes. An overview of thousands of subscribers and tables is smaller. */
    static final int ANSWER_BYTES_MAX = 16 * 1024 * 1024;

    /** Pause between two requests, in ms. A node computes the rates of its tables from two requests. */
    private static final int RATE_MS = 500;

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final ServerAddress address;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMillis(ANSWER_MS_MAX))
            .build();
    private final HttpRequest request;

    /**
     * @param isTls true if the web port uses TLS
     * @param user the user's name, or an empty text to send none
     * @param password the password or the token of the user, or null to send none
     * @throws CommandFailure if the host name is not valid in a URI and cannot be resolved to an IP address
     */
    public TopSource(ServerAddress address, boolean isTls, String user, @Nullable Secret password)
            throws CommandFailure {
        this.address = address;
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri(isTls ? "https://" : "http://", address))
                .timeout(Duration.ofMillis(ANSWER_MS_MAX));
        if (password != null) {
            byte[] credentials = (user + ":" + password.value()).getBytes(StandardCharsets.UTF_8);
            builder.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        this.request = builder.build();
    }

    /**
     * Returns the URI of the overview. If the host name is invalid in a URI, the URI contains the IP address. For
     * example, the host name of a container can contain an underscore, which is invalid.
     */
    private static URI uri(String scheme, ServerAddress address) throws CommandFailure {
        URI uri = URI.create(scheme + address + "/api/overview");
        if (uri.getHost() != null) {
            return uri;
        }
        try {
            InetAddress found = InetAddress.getAllByName(address.host())[0];
            String literal =
                    found instanceof Inet6Address ? "[" + found.getHostAddress() + "]" : found.getHostAddress();
            return URI.create(scheme + literal + ":" + address.port() + "/api/overview");
        } catch (UnknownHostException unknown) {
            throw new CommandFailure(ExitCode.FAILED, address + ": unknown host");
        }
    }

    ServerAddress address() {
        return address;
    }

    /**
     * Requests the overview. The future completes on a thread of the HTTP client. A failed future contains a {@link
     * CommandFailure} with the reason.
     */
    CompletableFuture<TopOverview> request() {
        return answer(TopOverview::of);
    }

    private <T> CompletableFuture<T> answer(Function<Object, T> reading) {
        CompletableFuture<HttpResponse<String>> sent =
                client.sendAsync(request, head -> new BoundedText(ANSWER_BYTES_MAX));
        CompletableFuture<HttpResponse<String>> whole = sent.copy().orTimeout(ANSWER_MS_MAX, TimeUnit.MILLISECONDS);
        return whole.handle((response, error) -> {
            sent.cancel(true); // Stops an answer that is still arriving after the timeout.
            try {
                return read(response, error, reading);
            } catch (CommandFailure failed) {
                throw new CompletionException(failed);
            }
        });
    }

    TopOverview await() throws CommandFailure {
        return await(request());
    }

    /** Requests the overview and returns the JSON text of the node's answer. */
    public String awaitJson() throws CommandFailure {
        return await(answer(json -> {
            TopOverview.of(json); // The call fails if the answer is not an overview.
            return Json.encode(json);
        }));
    }

    private static <T> T await(CompletableFuture<T> answer) throws CommandFailure {
        try {
            return answer.join();
        } catch (CompletionException error) {
            throw reason(error);
        }
    }

    /** Returns the overview with the rates of its tables. A node needs two requests to compute rates. */
    public TopOverview awaitRates() throws CommandFailure, InterruptedException {
        TopOverview first = await();
        if (first.hasRates()) {
            return first;
        }
        Thread.sleep(RATE_MS);
        return await();
    }

    private <T> T read(@Nullable HttpResponse<String> response, @Nullable Throwable error, Function<Object, T> reading)
            throws CommandFailure {
        if (response == null) {
            if (cause(error) instanceof ConnectException refused) {
                throw address.unanswered("web", refusal(refused), "tickbus status --cluster asks a cluster");
            }
            throw new CommandFailure(ExitCode.FAILED, address + ": " + unanswered(error));
        }
        if (response.statusCode() == UNAUTHORIZED || response.statusCode() == FORBIDDEN) {
            throw new CommandFailure(
                    ExitCode.FAILED, address + ": " + response.body().strip() + "; see --user and --password-env");
        }
        if (response.statusCode() != OK) {
            throw noOverview("HTTP status " + response.statusCode());
        }
        try {
            return reading.apply(Json.decodeValue(response.body()));
        } catch (DecodeException | IllegalArgumentException other) {
            throw noOverview("not an overview of Tickbus");
        }
    }

    private CommandFailure noOverview(String what) {
        return new CommandFailure(
                ExitCode.FAILED, address + ": the server there is not a Tickbus node of this version: " + what);
    }

    /** Returns the reason why a connection failed. The HTTP client's own message does not mention an unknown host. */
    private static String refusal(ConnectException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "unknown host";
            }
        }
        return refused.getMessage() == null ? "Connection refused" : refused.getMessage();
    }

    private static @Nullable Throwable cause(@Nullable Throwable error) {
        return error instanceof CompletionException ? error.getCause() : error;
    }

    private static String unanswered(@Nullable Throwable error) {
        Throwable cause = cause(error);
        if (cause instanceof HttpTimeoutException
                // Timeouts are tested first, because HttpTimeoutException is an IOException too.
                || cause instanceof TimeoutException) {
            return "no answer within " + ANSWER_MS_MAX
                    + " ms; is this a node's web port (--web, its section web), and no q?";
        }
        return cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() : String.valueOf(cause);
    }

    /** Returns the CommandFailure that describes the failure of a request. */
    static CommandFailure reason(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof CommandFailure failed
                ? failed
                : new CommandFailure(ExitCode.FAILED, String.valueOf(cause));
    }
}
