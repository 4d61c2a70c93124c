package io.tickbus.cli.top;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.ServerAddress;
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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks a node's web port for its overview. */
public final class TopSource {
    /** From the asking to the last byte. */
    private static final int ANSWER_MS_MAX = 5000;
    /** Of an overview; thousands of subscribers and tables take less. */
    static final int ANSWER_BYTES_MAX = 16 * 1024 * 1024;

    /** Between two questions, for the rates of tables. */
    private static final int RATE_MS = 500;

    private static final int OK = 200;

    private final ServerAddress address;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMillis(ANSWER_MS_MAX))
            .build();
    private final HttpRequest request;

    /** @throws CommandFailure for a host that is not known, should it have to be looked up already */
    public TopSource(ServerAddress address) throws CommandFailure {
        this.address = address;
        this.request = HttpRequest.newBuilder(uri(address))
                .timeout(Duration.ofMillis(ANSWER_MS_MAX))
                .build();
    }

    /** Names with an underscore, as containers have, are none to a URI: their address is. */
    private static URI uri(ServerAddress address) throws CommandFailure {
        URI uri = URI.create("http://" + address + "/api/overview");
        if (uri.getHost() != null) {
            return uri;
        }
        try {
            InetAddress found = InetAddress.getAllByName(address.host())[0];
            String literal =
                    found instanceof Inet6Address ? "[" + found.getHostAddress() + "]" : found.getHostAddress();
            return URI.create("http://" + literal + ":" + address.port() + "/api/overview");
        } catch (UnknownHostException unknown) {
            throw new CommandFailure(ExitCode.FAILED, address + ": unknown host");
        }
    }

    ServerAddress address() {
        return address;
    }

    /** Returns the overview, or fails with a {@link CommandFailure} that says why there is none. */
    CompletableFuture<TopOverview> request() {
        return answer(TopOverview::of);
    }

    private <T> CompletableFuture<T> answer(Function<Object, T> reading) {
        CompletableFuture<HttpResponse<String>> sent =
                client.sendAsync(request, head -> new BoundedText(ANSWER_BYTES_MAX));
        CompletableFuture<HttpResponse<String>> whole = sent.copy().orTimeout(ANSWER_MS_MAX, TimeUnit.MILLISECONDS);
        return whole.handle((response, error) -> {
            sent.cancel(true); // which it is past, but for one that has not ended in time
            try {
                return read(response, error, reading);
            } catch (CommandFailure failed) {
                throw new CompletionException(failed);
            }
        });
    }

    /** As {@link #request}, and waits for it. */
    TopOverview await() throws CommandFailure {
        return await(request());
    }

    /** Waits for the overview as the node writes it. */
    public String awaitJson() throws CommandFailure {
        return await(answer(json -> {
            TopOverview.of(json); // nothing else is passed on
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

    /**
     * Waits for an overview with the rates of its tables, which a node does not know before it is asked a second time.
     */
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
        if (response.statusCode() != OK) {
            throw noOverview("HTTP status " + response.statusCode());
        }
        try {
            return reading.apply(Json.decodeValue(response.body()));
        } catch (DecodeException | IllegalArgumentException other) {
            throw noOverview("no overview of Tickbus");
        }
    }

    private CommandFailure noOverview(String what) {
        return new CommandFailure(
                ExitCode.FAILED, address + ": what answers there is no node of this version: " + what);
    }

    /** The client says neither which host it does not know nor that a connection was refused. */
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
                || cause instanceof TimeoutException) { // before the next, which it is not, though its connecting is
            return "no answer within " + ANSWER_MS_MAX
                    + " ms; is this a node's web port (--web, its section web), and no q?";
        }
        return cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() : String.valueOf(cause);
    }

    /** What an answer failed with. */
    static CommandFailure reason(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof CommandFailure failed
                ? failed
                : new CommandFailure(ExitCode.FAILED, String.valueOf(cause));
    }
}
