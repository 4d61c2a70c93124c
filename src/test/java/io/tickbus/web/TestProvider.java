package io.tickbus.web;

import io.tickbus.NodeProgram;
import io.tickbus.config.OpenIdConfig;
import io.tickbus.config.WebConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** npm's oidc-provider on a loopback port. It ends with this JVM, if not before. */
final class TestProvider implements AutoCloseable {
    private static final String VERSION = "9.13.3";

    private final Process process;
    private final BufferedReader printed;

    private TestProvider(Process process) {
        this.process = process;
        this.printed = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Installs the provider, or skips the test. */
    static Path install() {
        return NodeProgram.install("oidc-provider", VERSION);
    }

    /**
     * Starts a provider that does not listen yet.
     *
     * @param webPort the port of the web server that is the provider's client
     */
    static TestProvider start(int port, int webPort) throws IOException {
        Path folder = install();
        Path program = folder.resolve("provider.mjs");
        Files.copy(Path.of("src/test/resources/openid/provider.mjs"), program, StandardCopyOption.REPLACE_EXISTING);
        TestProvider provider =
                new TestProvider(new ProcessBuilder("node", program.toString(), String.valueOf(port), callback(webPort))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start());
        provider.awaitLine("waits");
        return provider;
    }

    void listen() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append("listen\n").flush();
        awaitLine("listens");
    }

    private void awaitLine(String wanted) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = printed.readLine(); !wanted.equals(line); line = printed.readLine()) {
            if (line == null) {
                throw new IOException("the provider has ended: " + all);
            }
            all.append(line).append('\n');
        }
    }

    static String callback(int webPort) {
        return "http://127.0.0.1:" + webPort + OpenIdConfig.CALLBACK_PATH;
    }

    /** Returns the configuration of a web server whose users log in at the provider. */
    static WebConfig webConfig(int port, int webPort, Path users, Path secret) throws IOException {
        Files.writeString(secret, "a secret of the client\n");
        return WebConfig.of(
                Map.of(
                        "port",
                        webPort,
                        "users",
                        users.toString(),
                        "openid",
                        Map.of(
                                "issuer",
                                "http://127.0.0.1:" + port,
                                "clientId",
                                "tickbus",
                                "clientSecret",
                                Map.of("file", secret.toString()),
                                "callback",
                                callback(webPort),
                                "rights",
                                Map.of("traders", "read=trade", "ops", "read,admin"))),
                Map.of());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
