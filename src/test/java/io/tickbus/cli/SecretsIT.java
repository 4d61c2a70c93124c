package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.TestKeys;
import io.tickbus.access.Rights;
import io.tickbus.access.UserFile;
import io.tickbus.junit5.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node with every secret that a configuration can hold: nothing that it writes, answers or dumps has one of them. */
@Timeout(240)
class SecretsIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private final List<String> secrets = new ArrayList<>();
    private final StringBuilder seen = new StringBuilder();

    /** Returns a secret that occurs nowhere by chance. */
    private String secret(String name) {
        String secret = "hush-" + name + "-71b2";
        secrets.add(secret);
        return secret;
    }

    private Path keys(String name) throws IOException, InterruptedException {
        String password = secret(name);
        Files.writeString(dir.resolve(name + ".secret"), password + "\n");
        return TestKeys.make(dir.resolve(name + ".p12"), "localhost", password);
    }

    private String users() throws IOException {
        String password = secret("ann");
        Files.writeString(dir.resolve("ann.secret"), password);
        UserFile users = UserFile.readOrEmpty(dir.resolve("users")).with("ann", password, Rights.ALL);
        UserFile.Issued issued = users.withToken("scraper", LocalDate.of(2099, 1, 1), Rights.parse("read"));
        Files.write(dir.resolve("users"), issued.file().bytes());
        secrets.add(issued.token());
        return issued.token();
    }

    private Path configuration(int webPort, String issuer) throws IOException, InterruptedException {
        for (String name : List.of("tp", "gw", "web", "node")) {
            keys(name);
        }
        Files.writeString(dir.resolve("openid.secret"), secret("openid"));
        int port = FreePort.choose();
        return Files.writeString(dir.resolve("pipeline.yaml"), """
                users: users
                tickerplant:
                  port: 0
                  tls: {keyStore: tp.p12, password: {file: tp.secret}}
                subscribers:
                  - {name: s, port: 0, user: ann, password: {file: ann.secret}, tls: true, tables: [trade]}
                gateway:
                  port: 0
                  tls: {keyStore: gw.p12, password: {file: gw.secret}}
                web:
                  port: %d
                  tls: {keyStore: web.p12, password: {file: web.secret}}
                  openid:
                    issuer: %s
                    clientId: tickbus
                    clientSecret: {file: openid.secret}
                    callback: https://localhost:%d/login/openid/callback
                    rights: {desk: read}
                cluster:
                  port: %d
                  members: ["127.0.0.1:%d"]
                  tls: {keyStore: node.p12, password: {file: node.secret}, trustStore: node.p12, trustPassword: {file: node.secret}}
                """.formatted(webPort, issuer, webPort, port, port));
    }

    private String see(HttpClient http, int webPort, String path, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + webPort + path))
                .headers(headers)
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        seen.append(answer.headers()).append(answer.body());
        return answer.headers().firstValue("location").orElse("") + " "
                + answer.headers().firstValue("set-cookie").orElse("").split(";", 2)[0];
    }

    /** Logs in at the provider, which knows no code, so that the node sends it the client's secret. */
    private void logIn(HttpClient http, int webPort, RefusingProvider provider) throws Exception {
        String[] begun =
                see(http, webPort, "/login/openid", "Accept", "text/html").split(" ", 2);
        String state = begun[0].replaceAll(".*[?&]state=([^&]*).*", "$1");
        see(http, webPort, "/login/openid/callback?code=none&state=" + state, "Cookie", begun[1]);
        assertThat(provider.received()).contains(secrets.get(secrets.size() - 1));
    }

    private void see(Program program) throws Exception {
        program.exitCode();
        program.outLines().forEach(line -> seen.append(line).append('\n'));
        program.errLines().forEach(line -> seen.append(line).append('\n'));
    }

    @Test
    void noSecretIsWrittenAnsweredOrDumped() throws Exception {
        String token = users();
        int webPort = FreePort.choose();
        RefusingProvider provider = new RefusingProvider();
        String conf = configuration(webPort, provider.issuer()).toString();
        TestKeys.writeTrustStore(dir.resolve("trust.jks"), dir.resolve("tp.p12"), secrets.get(2));
        List<String> options = List.of("-Djavax.net.ssl.trustStore=trust.jks", "-Djavax.net.ssl.trustStoreType=JKS");
        try (provider;
                Program node = Program.tickbus(
                        options, dir, "run", "--conf", conf, "--cluster", "--log-level", "io.tickbus=TRACE")) {
            MatchResult listens = node.awaitErr("web listens.*https://127.0.0.1:(\\d+)");
            assertThat(listens.group(1)).isEqualTo(Integer.toString(webPort));
            SSLContext trusted = TestKeys.trusting(dir.resolve("web.p12"), secrets.get(4));
            HttpClient http = HttpClient.newBuilder().sslContext(trusted).build();
            for (String path : List.of(
                    "/", "/metrics", "/api/overview", "/api/tables", "/api/me", "/health/ready", "/log/levels")) {
                for (String authorization : List.of("Bearer " + token, "Bearer " + token + "x")) {
                    see(http, webPort, path, "Authorization", authorization);
                }
            }
            assertThat(seen).contains("tickbus_web_refusals_total");
            node.awaitErr("OpenID provider found");
            logIn(http, webPort, provider);
            try (Program status = Program.tickbus(dir, "status", "--conf", conf, "--cluster", "--json")) {
                see(status);
            }
            node.signal("QUIT");
            node.awaitOut("Full thread dump");
            see(node.terminate());
        }
        assertThat(seen).contains("gateway listens", "refused");
        try (Program check = Program.tickbus(dir, "check", "--conf", conf)) {
            see(check);
        }
        Files.writeString(dir.resolve("web.secret"), secret("wrong"));
        try (Program wrong = Program.tickbus(dir, "run", "--conf", conf)) {
            see(wrong);
        }
        assertThat(seen).contains("web.p12: the password is wrong");
        assertThat(secrets).hasSize(8).noneMatch(secret -> seen.toString().contains(secret));
    }
}
