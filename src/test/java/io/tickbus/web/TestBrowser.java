package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without scripts that logs in at {@link TestProvider}. It keeps its cookies. */
final class TestBrowser {
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\" method=\"post\">");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String node;

    /** @param webPort the port of the web server */
    TestBrowser(int webPort) {
        this.node = "http://127.0.0.1:" + webPort;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(node).resolve(path)));
    }

    /** Waits until the node has found its provider. */
    void awaitProvider() throws IOException, InterruptedException {
        while (!get("/login").body().contains("href=\"login/openid\"")) {
            Thread.sleep(20);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Logs in at the provider; returns the address of the node to which the provider sends the browser. */
    String authorize(String account) throws IOException, InterruptedException {
        HttpResponse<String> form = follow(get("/login/openid"));
        if (form.statusCode() != 200) {
            return location(form); // The browser has a session at the provider.
        }
        HttpResponse<String> consent = follow(submit(form, "prompt=login&password=any&login=" + account));
        // The provider asks for consent once in each of its sessions.
        return location(consent.statusCode() == 200 ? last(submit(consent, "prompt=consent")) : consent);
    }

    /** Returns the address to which the provider sends the browser after the user has refused. */
    String refuse() throws IOException, InterruptedException {
        HttpResponse<String> form = follow(get("/login/openid"));
        return location(last(send(HttpRequest.newBuilder(URI.create(action(form) + "/abort")))));
    }

    private HttpResponse<String> last(HttpResponse<String> response) throws IOException, InterruptedException {
        HttpResponse<String> last = follow(response);
        assertThat(last.statusCode()).as(last.body()).isEqualTo(303);
        return last;
    }

    private HttpResponse<String> submit(HttpResponse<String> page, String fields)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(action(page)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields)));
    }

    private static String action(HttpResponse<String> page) {
        Matcher form = FORM.matcher(page.body());
        assertThat(form.find()).as(page.statusCode() + " " + page.body()).isTrue();
        return form.group(1);
    }

    /** Follows redirects up to a page, or up to one that leads to the node. */
    private HttpResponse<String> follow(HttpResponse<String> first) throws IOException, InterruptedException {
        HttpResponse<String> response = first;
        while (response.statusCode() / 100 == 3 && !location(response).startsWith(node)) {
            response = send(HttpRequest.newBuilder(response.uri().resolve(location(response))));
        }
        return response;
    }

    static String location(HttpResponse<String> response) {
        return response.headers().firstValue("location").orElseThrow();
    }
}
